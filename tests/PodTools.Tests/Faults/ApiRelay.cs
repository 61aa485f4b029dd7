using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PodTools.Tests.Faults;

/// <summary>
/// Stands between a client and a cluster, ends the TLS of both, and disturbs one request: before it reaches the cluster, or on
/// the way back. It counts what the cluster was asked and what it carried out.
/// </summary>
internal sealed class ApiRelay : IAsyncDisposable
{
    private static readonly X509Certificate2 Usual = NewCertificate();
    private static readonly X509Certificate2 Other = NewCertificate();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-relay-");
    private readonly HttpMessageInvoker _cluster;
    private readonly Uri _server;
    private readonly string _token;
    private readonly string _hits;
    private readonly ReservedPort _port = new();
    private X509Certificate2 _certificate = Usual;
    private TcpListener _listener;
    private int _sent;
    private int _done;

    /// <param name="server">The cluster's address.</param>
    /// <param name="token">The token of its administrator.</param>
    /// <param name="hits">Which requests are counted, and the first of them disturbed, as <c>POST */pods</c>.</param>
    public ApiRelay(Uri server, string token, string hits)
    {
        (_server, _token, _hits) = (server, token, hits);
        _cluster = new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = new() { VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority, TrustMode = X509ChainTrustMode.CustomRootTrust } } });
        _listener = Listen();
        File.WriteAllText(Path.Combine(_folder.FullName, "token"), "first");
        File.WriteAllText(KubeConfig, KubeConfigText());
    }

    /// <summary>The kubeconfig that leads through here.</summary>
    public string KubeConfig => Path.Combine(_folder.FullName, "config");

    /// <summary>What happens to the next request that counts.</summary>
    public RelayFault Fault { get; set; }

    /// <summary>How many requests that count came in.</summary>
    public int Sent => _sent;

    /// <summary>How many of them the cluster answered with success.</summary>
    public int Done => _done;

    public void GoAway()
    {
        CutCanary.Cut(_listener.Server);
        _listener.Stop();
        CutAll();
    }

    public void ComeBack()
    {
        _listener = Listen();
    }

    /// <summary>Resets all connections; the client has noticed when this returns.</summary>
    public void CutAll()
    {
        using var canary = new CutCanary();
        foreach (var socket in _open.Keys)
        {
            CutCanary.Cut(socket);
        }

        SpinWait.SpinUntil(() => _open.IsEmpty, Patience);
        canary.Cut(Patience);
    }

    public void ChangeCertificate() => _certificate = Other;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        GoAway();
        _listener.Dispose();
        _port.Dispose();
        _cluster.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=relay", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        return new(made.Export(X509ContentType.Pfx));
    }

    private string KubeConfigText() => $$"""
        apiVersion: v1
        kind: Config
        current-context: relay
        clusters: [{ name: relay, cluster: { server: 'https://127.0.0.1:{{_port.Number}}', certificate-authority-data: {{Convert.ToBase64String(Encoding.ASCII.GetBytes(Usual.ExportCertificatePem()))}} } }]
        users: [{ name: relay, user: { tokenFile: token } }]
        contexts: [{ name: relay, context: { cluster: relay, user: relay } }]
        """;

    private TcpListener Listen()
    {
        var listener = _port.Listen();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Away.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        _open[socket] = true;
        try
        {
            socket.NoDelay = true;
            await using var stream = new SslStream(new NetworkStream(socket));
            await stream.AuthenticateAsServerAsync(_certificate);
            while (await RelayRequest.ReadAsync(stream, _stop.Token) is { } request && await AnswerAsync(request, stream, socket))
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or AuthenticationException or HttpRequestException)
        {
            // Either side may leave at any time; what it means is for the client under test to say.
        }
        finally
        {
            socket.Dispose();
            _open.TryRemove(socket, out _);
        }
    }

    /// <summary>Answers a request.</summary>
    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(RelayRequest request, SslStream client, Socket socket)
    {
        var counts = request.Is(_hits);
        var fault = counts && Interlocked.Increment(ref _sent) == 1 ? Fault : RelayFault.None;
        if (fault == RelayFault.ResetBefore)
        {
            socket.Close(0);
            return false;
        }

        if (RefusalOf(fault) is { } refusal)
        {
            await client.WriteAsync(Encoding.UTF8.GetBytes(refusal), _stop.Token);
            return true;
        }

        using var message = request.For(_server, _token);
        using var answer = await _cluster.SendAsync(message, _stop.Token);
        if (counts && (int)answer.StatusCode < 300)
        {
            Interlocked.Increment(ref _done);
        }

        if (fault == RelayFault.ResetAfter)
        {
            socket.Close(0);
            return false;
        }

        return answer.StatusCode == HttpStatusCode.SwitchingProtocols
            ? await new RelayedAnswer(answer, client, fault).PassStreamAsync(_stop.Token)
            : await new RelayedAnswer(answer, client, fault).PassAsync(_stop.Token);
    }

    private string? RefusalOf(RelayFault fault)
    {
        if (fault == RelayFault.Unauthorized)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "token"), "second");
        }

        return fault switch
        {
            RelayFault.Busy => Refusal(429, "TooManyRequests", "Retry-After: 1\r\n"),
            RelayFault.BusyForLong => Refusal(429, "TooManyRequests", "Retry-After: 3600\r\n"),
            RelayFault.Broken => Refusal(500, "InternalError"),
            RelayFault.Unavailable => Refusal(503, "ServiceUnavailable"),
            RelayFault.Unauthorized => Refusal(401, "Unauthorized"),
            RelayFault.Forbidden => Refusal(403, "Forbidden"),
            _ => null,
        };
    }

    private static string Refusal(int code, string reason, string headers = "")
    {
        var body = $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"a fault of the test","reason":"{{reason}}","code":{{code}}}""";
        return $"HTTP/1.1 {code} {reason}\r\nContent-Type: application/json\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";
    }
}
