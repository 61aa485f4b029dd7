using System.Security.Cryptography.X509Certificates;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>The trust table: servers that are not who they should be, and what a user is told.</summary>
public sealed class TrustTests(ITestOutputHelper output)
{
    private static readonly TestAuthority Authority = new();
    private static readonly TestAuthority Stranger = new("another authority");

    public static TheoryData<string, string, string> Refused => new()
    {
        { "wrong host name", KubernetesReason.CertificateHostMismatch, "not for the host name \"localhost\"; it is for api.elsewhere.test, 10.1.2.3" },
        { "no name", KubernetesReason.CertificateHostMismatch, "no host name at all" },
        { "expired", KubernetesReason.CertificateExpired, "has expired: \"CN=localhost\" was valid until" },
        { "not yet valid", KubernetesReason.CertificateNotYetValid, "is not valid yet" },
        { "self-signed", KubernetesReason.CertificateUntrusted, "is self-signed (CN=localhost)" },
        { "other authority", KubernetesReason.CertificateUntrusted, "issued by \"CN=another authority\", an authority that is not trusted" },
        { "other authority, wrong name", KubernetesReason.CertificateUntrusted, "an authority that is not trusted" },
        { "no TLS", KubernetesReason.TlsFailed, "No TLS connection" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_server_that_is_not_the_right_one_is_refused_with_the_reason(string hostile, string reason, string words)
    {
        await using var server = new ScriptedServer(Certificate(hostile), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = TestConnections.To(server, Authority);

        var refusal = await Assert.ThrowsAsync<KubernetesException>(
            () => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromSeconds(20)));

        output.WriteLine($"{hostile,-30} {refusal.Reason,-25} {refusal.Message}");
        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_right_server_is_trusted()
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = TestConnections.To(server, Authority);

        Assert.Equal("{}"u8.ToArray(), (await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"))).ToArray());
    }

    [Theory]
    [InlineData("right", null)]
    [InlineData("wrong host name", KubernetesReason.CertificateHostMismatch)]
    [InlineData("expired", KubernetesReason.CertificateExpired)]
    [InlineData("self-signed", KubernetesReason.CertificateUntrusted)]
    [InlineData("other authority", KubernetesReason.CertificateUntrusted)]
    [InlineData("the issuer's own", KubernetesReason.CertificateUntrusted)]
    public async Task An_authority_issued_by_another_is_trusted_alone(string kind, string? reason)
    {
        var intermediate = Authority.IssueAuthority("cluster authority");
        var certificate = kind switch
        {
            "right" => intermediate.Issue("localhost"),
            "wrong host name" => intermediate.Issue("api.elsewhere.test"),
            "expired" => intermediate.Issue(["localhost"], TimeSpan.FromDays(-30), TimeSpan.FromDays(-1)),
            "the issuer's own" => Authority.Issue("localhost"),
            _ => Certificate(kind),
        };
        await using var server = new ScriptedServer(certificate, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = TestConnections.To(server, intermediate);

        var refusal = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromSeconds(20)));

        output.WriteLine($"{kind,-20} {(refusal as KubernetesException)?.Reason ?? "trusted",-24} {refusal?.Message}");
        Assert.Equal(reason, (refusal as KubernetesException)?.Reason);
    }

    [Fact]
    public async Task The_tls_server_name_is_asked_for_and_verified()
    {
        await using var server = new ScriptedServer(Authority.Issue("api.elsewhere.test"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        var plain = TestConnections.AccessTo(server.Port, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = plain.Trust, TlsServerName = "api.elsewhere.test" }, TestConnections.Quick);

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));

        Assert.Equal("api.elsewhere.test", Assert.Single(server.Requests).ServerName);
    }

    [Fact]
    public async Task Skipping_the_verification_warns_once()
    {
        await using var server = new ScriptedServer(TestAuthority.SelfSigned("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        var plain = TestConnections.AccessTo(server.Port, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = new(null, skipVerification: true) }, TestConnections.Quick);
        var warnings = new List<string>();

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version") { OnWarning = warnings.Add });
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version") { OnWarning = warnings.Add });

        Assert.Contains("insecure-skip-tls-verify", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static X509Certificate2? Certificate(string hostile) => hostile switch
    {
        "wrong host name" => Authority.Issue("api.elsewhere.test", "10.1.2.3"),
        "no name" => Authority.Issue(TestAuthority.NoHost),
        "expired" => Authority.Issue(["localhost"], TimeSpan.FromDays(-30), TimeSpan.FromDays(-1)),
        "not yet valid" => Authority.Issue(["localhost"], TimeSpan.FromDays(1), TimeSpan.FromDays(30)),
        "self-signed" => TestAuthority.SelfSigned("localhost"),
        "other authority" => Stranger.Issue("localhost"),
        "other authority, wrong name" => Stranger.Issue("api.elsewhere.test"),
        "no TLS" => null,
        _ => throw new ArgumentOutOfRangeException(nameof(hostile)),
    };
}
