using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PodTools.Simulator.Tests.Support;

/// <summary>A TLS connection on which a test writes HTTP byte by byte.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TcpClient _tcp;
    private readonly SslStream _tls;
    private readonly StreamReader _reader;

    private RawConnection(TcpClient tcp, SslStream tls)
    {
        _tcp = tcp;
        _tls = tls;
        _reader = new StreamReader(tls, Encoding.Latin1);
    }

    public static async Task<RawConnection> OpenAsync(PodSimulator simulator)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(simulator.Server.Host, simulator.Server.Port).WaitAsync(Patience);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(simulator.AuthorityPem);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = trust }).WaitAsync(Patience);
        return new RawConnection(tcp, tls);
    }

    public async Task SendAsync(string text) => await _tls.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(Patience);

    /// <summary>The next line, or null at the end of the connection.</summary>
    public Task<string?> LineAsync() => _reader.ReadLineAsync().WaitAsync(Patience);

    /// <summary>A whole answer: its first line, and its body by Content-Length.</summary>
    public async Task<(string Status, string Body)> AnswerAsync(bool hasBody = true)
    {
        var status = await LineAsync() ?? throw new IOException("The connection was closed.");
        var length = 0;
        while (await LineAsync() is { Length: > 0 } field)
        {
            if (field.StartsWith("Content-Length: ", StringComparison.Ordinal))
            {
                length = int.Parse(field[16..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        var body = new char[hasBody ? length : 0];
        if (body.Length > 0)
        {
            await _reader.ReadBlockAsync(body).AsTask().WaitAsync(Patience);
        }

        return (status, new string(body));
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _tcp.Dispose();
    }
}
