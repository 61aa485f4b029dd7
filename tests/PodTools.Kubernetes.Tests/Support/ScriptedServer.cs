using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests;

/// <summary>What a scripted server does with one request: it writes the answer, and may break off wherever it likes.</summary>
public delegate Task ScriptedAnswer(ScriptedRequest request, Stream stream, CancellationToken stop);

/// <summary>
/// A small HTTP/1.1 server with real TLS on a real socket, for answers that a well-behaved server never gives. Each request
/// is answered by a delegate that writes the bytes.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SslStreamCertificateContext? _certificate;
    private readonly ScriptedAnswer _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="certificate">The server's certificate; null for plain HTTP.</param>
    /// <param name="answer">Answers each request.</param>
    /// <param name="port">Where to listen; null for any free port.</param>
    /// <param name="between">The certificates of authorities that the server sends besides its own.</param>
    public ScriptedServer(X509Certificate2? certificate, ScriptedAnswer answer, ReservedPort? port = null, X509Certificate2Collection? between = null)
    {
        _certificate = certificate is null ? null : SslStreamCertificateContext.Create(certificate, between, offline: true);
        _answer = answer;
        _listener = port?.Listen() ?? new(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = [];

    public int Connections => _connections;

    /// <summary>Returns when every connection is closed: one that is only about to be closed still takes a request, and loses it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>An answer with a body that is complete.</summary>
    public static async Task WriteAsync(Stream stream, int status, string body, string contentType = "application/json", string headers = "")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\nContent-Type: {contentType}\r\nContent-Length: {bytes.Length}\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    /// <summary>The head of an answer whose body comes in chunks.</summary>
    public static Task BeginChunksAsync(Stream stream) =>
        stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray()).AsTask();

    public static async Task WriteChunkAsync(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n").Concat(bytes).Concat("\r\n"u8.ToArray()).ToArray());
        await stream.FlushAsync();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "The server only wants to see which certificate the client shows.")]
    private async Task ServeAsync(TcpClient client)
    {
        var number = Interlocked.Increment(ref _connections);
        using (client)
        {
            // An answer is written in pieces: without this, each waits for the client's word that the one before has come.
            client.NoDelay = true;
            try
            {
                Stream stream = client.GetStream();
                string? serverName = null;
                X509Certificate2? clientCertificate = null;
                if (_certificate is not null)
                {
                    var ssl = new SslStream(stream);
                    await ssl.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions
                        {
                            ServerCertificateContext = _certificate,
                            ApplicationProtocols = [SslApplicationProtocol.Http11],
                            ClientCertificateRequired = true,
                            RemoteCertificateValidationCallback = (_, _, _, _) => true,
                        },
                        _stop.Token);
                    serverName = ssl.TargetHostName;
                    clientCertificate = ssl.RemoteCertificate is { } shown ? new X509Certificate2(shown) : null;
                    stream = ssl;
                }

                var reader = new ScriptedRequestReader(stream);
                while (await reader.ReadAsync(serverName, clientCertificate, number, _stop.Token) is { } request)
                {
                    Requests.Enqueue(request);
                    await _answer(request, stream, _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ScriptedCutException or System.Security.Authentication.AuthenticationException)
            {
                // Either side may leave at any time; what it means is for the client under test to say.
                if (e is ScriptedCutException)
                {
                    client.Client.Close(0);
                }
            }
        }
    }
}
