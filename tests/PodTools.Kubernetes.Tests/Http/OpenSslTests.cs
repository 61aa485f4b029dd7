using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using PodTools.Tests;
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
    [InlineData("right", null, "")]
    [InlineData("wrong name", KubernetesReason.CertificateHostMismatch, "it is for elsewhere.test")]
    [InlineData("name in the subject only", KubernetesReason.CertificateHostMismatch, "no host name at all")]
    [InlineData("expired", KubernetesReason.CertificateExpired, "has expired")]
    [InlineData("stranger", KubernetesReason.CertificateUntrusted, "\"CN=another authority\"")]
    [InlineData("self-signed", KubernetesReason.CertificateUntrusted, "is self-signed")]
    [InlineData("made for clients", KubernetesReason.CertificateInvalid, "not made for servers")]
    [InlineData("TLS 1.0 only", KubernetesReason.TlsFailed, "no version of TLS")]
    [InlineData("TLS 1.1 only", KubernetesReason.TlsFailed, "no version of TLS")]
    public Task A_hostile_server_is_refused(string kind, string? reason, string words) =>
        AssertAsync(kind, null, reason, words, kind switch
        {
            "TLS 1.0 only" => ["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
            "TLS 1.1 only" => ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
            _ => [],
        });

    [ProgramTheory("openssl")]
    [InlineData("right", "-tls1_2", null, "")]
    [InlineData("right", "-tls1_3", null, "")]
    [InlineData("revoked", "-tls1_2", KubernetesReason.ClientCertificateRefused, "it has been revoked")]
    [InlineData("revoked", "-tls1_3", KubernetesReason.ClientCertificateRefused, "it has been revoked")]
    [InlineData("none", "-tls1_2", KubernetesReason.TlsFailed, "it wants a client certificate that is not there")]
    [InlineData("none", "-tls1_3", KubernetesReason.ClientCertificateRefused, "wants a client certificate, and user \"tester\" (context \"test\") has none")]
    [InlineData("stranger", "-tls1_2", KubernetesReason.ClientCertificateRefused, "it does not know the authority that issued it")]
    [InlineData("stranger", "-tls1_3", KubernetesReason.ClientCertificateRefused, "it does not know the authority that issued it")]
    public Task A_server_that_refuses_the_client_is_quoted(string client, string version, string? reason, string words)
    {
        var (certificate, key) = (client == "stranger" ? Stranger : Authority).IssueClient("carol");
        var (other, _) = Authority.IssueClient("other");
        var list = _folder.Write("revoked.pem", Authority.Revoke(client == "revoked" ? certificate : other));
        return AssertAsync(
            $"client certificate: {client}, {version}",
            client == "none" ? null : ClientCertificate.FromPem(certificate, key.ExportPkcs8PrivateKeyPem(), "tester"),
            reason,
            words,
            [version, "-Verify", "1", "-verify_return_error", "-CAfile", _folder.Write("ca.pem", Authority.Pem), "-CRL", list, "-crl_check"]);
    }

    private async Task AssertAsync(string kind, ClientCertificate? client, string? reason, string words, string[] options)
    {
        using var reserved = new ReservedPort();
        var port = reserved.Number;
        using var server = Start(kind, port, options);
        try
        {
            await Deadline.UntilAsync(() => IsListening(port));
            var plain = TestConnections.AccessTo(port, Authority);
            using var connection = new KubernetesConnection(
                new() { Context = plain.Context, User = plain.User, Server = plain.Server, Trust = plain.Trust, Credentials = new FixedCredentials(new(null, client)) },
                TestConnections.Quick with { MaxAttempts = 2 });

            var failure = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/")).WaitAsync(TimeSpan.FromMinutes(1))) as KubernetesException;

            output.WriteLine($"{kind,-42} {failure?.Reason ?? "trusted",-24} {failure?.Message}");
            Assert.Equal(reason, failure?.Reason);
            Assert.Contains(words, failure?.Message ?? "", StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
        }
    }

    private Process Start(string kind, int port, string[] options)
    {
        using var certificate = kind switch
        {
            "wrong name" => Authority.Issue("elsewhere.test"),
            "name in the subject only" => Authority.IssueOdd(_ => { }),
            "expired" => Authority.Issue(["localhost"], TimeSpan.FromDays(-9), TimeSpan.FromDays(-1)),
            "stranger" => Stranger.Issue("localhost"),
            "self-signed" => TestAuthority.SelfSigned("localhost"),
            "made for clients" => Authority.IssueForClients("localhost"),
            _ => Authority.Issue("localhost"),
        };
        var pem = _folder.Write("server.pem", certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return Process.Start(new ProcessStartInfo("openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", pem, "-quiet", "-www", .. options])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
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
