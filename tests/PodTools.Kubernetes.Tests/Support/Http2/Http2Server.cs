using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes.Tests;

/// <summary>A server that speaks nothing but HTTP/2, over real TLS on a real socket, so that a test sees what goes over the wire.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly X509Certificate2 _certificate;
    private readonly int _mostStreams;
    private readonly Func<Http2Request, Task> _answer;
    private readonly Task _accepting;

    /// <param name="certificate">The server's certificate.</param>
    /// <param name="answer">Answers each request.</param>
    /// <param name="mostStreams">How many requests one connection may carry at once.</param>
    public Http2Server(X509Certificate2 certificate, Func<Http2Request, Task> answer, int mostStreams = 100)
    {
        (_certificate, _answer, _mostStreams) = (certificate, answer, mostStreams);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The connections that have settled on HTTP/2.</summary>
    public ConcurrentQueue<Http2Peer> Peers { get; } = [];

    /// <summary>The requests, in the order in which they were complete.</summary>
    public ConcurrentQueue<Http2Request> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _listener.Dispose();
        _stop.Dispose();
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
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] }, _stop.Token);
                using var peer = new Http2Peer(tls, _mostStreams, AnswerAsync);
                Peers.Enqueue(peer);
                await peer.ServeAsync(_stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or AuthenticationException)
            {
                // Either side may leave at any time; what it means is for the client under test to say.
            }
        }
    }

    private Task AnswerAsync(Http2Request request)
    {
        Requests.Enqueue(request);
        return _answer(request);
    }
}
