using System.Net;
using System.Net.Sockets;

namespace PodTools.Kubernetes;

/// <summary>
/// The pool of connections. A connection belongs to the client certificate that it was opened with, so another certificate
/// gets a new pool, as does another proxy; the old one ends with the requests that are still on it.
/// </summary>
internal sealed class TransportHandler(ClusterAccess access, ConnectionOptions options) : HttpMessageHandler
{
    private static readonly HttpRequestOptionsKey<ClientCertificate?> CertificateKey = new("podtools.certificate");

    private readonly object _lock = new();
    private ConnectionPool? _pool;
    private IWebProxy? _proxy;
    private bool _disposed;

    internal static void UseCertificate(HttpRequestMessage request, ClientCertificate? certificate) =>
        request.Options.Set(CertificateKey, certificate);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The framework takes the name for SNI and for the check of the certificate from the Host header.
        request.Headers.Host = access.TlsServerName;
        request.Options.TryGetValue(CertificateKey, out var certificate);
        using var pool = Hold(certificate);
        TellProxy();
        return await pool.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the connections that nobody uses at the moment, as soon as nobody is about to take one; the next request opens
    /// another.
    /// </summary>
    internal void CloseIdle()
    {
        lock (_lock)
        {
            _pool?.Dispose();
            _pool = null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                _disposed = true;
                CloseIdle();
            }
        }

        base.Dispose(disposing);
    }

    private void TellProxy()
    {
        if (RequestTrace.Current is { } trace && _proxy is { } proxy && access.Describe(proxy) is { } name)
        {
            trace.TellOnce($"Requests to {access.Server.GetLeftPart(UriPartial.Authority)} go through the proxy {name}.");
        }
    }

    private ConnectionPool Hold(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_pool is null || !ReferenceEquals(_pool.Certificate, certificate) || !access.IsStillRight(_proxy!))
            {
                _pool?.Dispose();
                _proxy = access.CreateProxy();
                _pool = new ConnectionPool(Open(certificate, _proxy), certificate);
            }

            return _pool.Hold();
        }
    }

    private SocketsHttpHandler Open(ClientCertificate? certificate, IWebProxy proxy) => new()
    {
        SslOptions = access.Trust.CreateOptions(certificate),
        Proxy = proxy,
        ConnectTimeout = options.ConnectTimeout,
        ConnectCallback = ConnectAsync,
        RequestHeaderEncodingSelector = Impersonation.EncodingOf,
        AutomaticDecompression = DecompressionMethods.GZip,
        AllowAutoRedirect = false,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
    };

    // TCP keep-alive finds out that the other end of an idle watch or log has vanished without a word. It is set on the open
    // connection: a socket of .NET 8 that has such options already does not connect to a name, for the name can have several
    // addresses, and the socket cannot be made anew with the same options for each.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
