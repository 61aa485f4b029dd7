using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>The trust table once more with another TLS stack as the hostile server: what one stack does is not what all do.</summary>
public sealed class OpenSslTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TestAuthority Authority = new();
    private static readonly TestAuthority Stranger = new("another authority");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramTheory("openssl")]
    [InlineData("right", null)]
    [InlineData("wrong name", KubernetesReason.CertificateHostMismatch)]
    [InlineData("expired", KubernetesReason.CertificateExpired)]
    [InlineData("stranger", KubernetesReason.CertificateUntrusted)]
    [InlineData("self-signed", KubernetesReason.CertificateUntrusted)]
    [InlineData("TLS 1.1 only", KubernetesReason.TlsFailed)]
    [InlineData("wants a client certificate", KubernetesReason.TlsFailed)]
    public async Task A_hostile_openssl_server_is_refused(string kind, string? reason)
    {
        var port = FreePort();
        using var server = Start(kind, port);
        try
        {
            await Deadline.UntilAsync(() => IsListening(port));
            using var connection = new KubernetesConnection(TestConnections.AccessTo(port, Authority), TestConnections.Quick with { MaxAttempts = 2 });

            var failure = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/")).WaitAsync(TimeSpan.FromSeconds(20)));

            output.WriteLine($"{kind,-28} {(failure as KubernetesException)?.Reason ?? "trusted",-24} {failure?.Message}");
            Assert.Equal(reason, (failure as KubernetesException)?.Reason);
        }
        finally
        {
            server.Kill();
        }
    }

    private Process Start(string kind, int port)
    {
        using var certificate = kind switch
        {
            "wrong name" => Authority.Issue("elsewhere.test"),
            "expired" => Authority.Issue(["localhost"], TimeSpan.FromDays(-9), TimeSpan.FromDays(-1)),
            "stranger" => Stranger.Issue("localhost"),
            "self-signed" => TestAuthority.SelfSigned("localhost"),
            _ => Authority.Issue("localhost"),
        };
        var pem = _folder.Write("server.pem", certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var authority = _folder.Write("ca.pem", Authority.Pem);
        string[] more = kind switch
        {
            "TLS 1.1 only" => ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
            "wants a client certificate" => ["-Verify", "1", "-verify_return_error", "-CAfile", authority, "-tls1_2"],
            _ => [],
        };
        return Process.Start(new ProcessStartInfo("openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", pem, "-quiet", "-www", .. more])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
