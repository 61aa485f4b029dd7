using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PodTools.Simulator.Http;

/// <summary>
/// An HTTP/1.1 server with TLS on a free port of 127.0.0.1. It exists because Kestrel is not part of every host that
/// loads this library and HttpListener has no TLS outside Windows.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly ServerCertificate _certificate;
    private readonly Func<HttpExchange, Task> _handler;
    private readonly Task _accepting;

    /// <summary>Listens, and hands every request to <paramref name="handler"/>, many at once.</summary>
    public HttpServer(ServerCertificate certificate, Func<HttpExchange, Task> handler)
    {
        _certificate = certificate;
        _handler = handler;
        _listener.Start(backlog: 1024);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Closes every connection without a word, as a network does that fails. New ones are accepted.</summary>
    public void CutConnections()
    {
        foreach (var socket in _connections.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Closes the listener and every connection, and waits until all handlers have returned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        CutConnections();
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token).ConfigureAwait(false);
                Track(socket);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or a client that left between connecting and being accepted; the loop's condition tells which.
            }
        }
    }

    private void Track(Socket socket)
    {
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[socket] = ServeAsync(socket, registered.Task);
        registered.SetResult();
    }

    private async Task ServeAsync(Socket socket, Task registered)
    {
        await registered.ConfigureAwait(false);
        try
        {
            socket.NoDelay = true;
            using var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            using (var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
            {
                deadline.CancelAfter(HandshakeTimeout);
                await tls.AuthenticateAsServerAsync(_certificate.Options, deadline.Token).ConfigureAwait(false);
            }

            using var stream = new ConnectionStream(tls);
            await new HttpConnection(stream, _handler).ServeAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or SocketException or AuthenticationException
            or OperationCanceledException or ObjectDisposedException)
        {
            // How connections end: closed, cut, refused, or stopped from here. There is nobody left to tell.
        }
        finally
        {
            _connections.TryRemove(socket, out _);
            socket.Dispose();
        }
    }
}
