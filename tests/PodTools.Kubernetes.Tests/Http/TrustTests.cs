using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>The trust table: servers that are who they should be, servers that are not, and what a user is told.</summary>
public sealed class TrustTests(ITestOutputHelper output)
{
    private static readonly TestAuthority Authority = new();
    private static readonly TestAuthority Stranger = new("another authority");
    private static readonly TestAuthority Between = Authority.IssueAuthority("cluster authority");
    private static readonly TestAuthority Impostor = Authority.IssueImpostor("impostor");
    private static readonly X509Certificate2 SelfSigned = TestAuthority.SelfSigned("localhost");

    private static readonly Row[] Rows =
    [
        new("right", Authority.Issue("localhost")),
        new("right, by address", Authority.Issue("127.0.0.1")) { Host = "127.0.0.1" },
        new("right, by tls-server-name", Authority.Issue("api.test")) { TlsServerName = "api.test" },
        new("right, by a wildcard", Authority.Issue("*.example.test")) { TlsServerName = "api.example.test" },
        new("authority in between, sent by the server", Between.Issue("localhost")) { Sent = Between.Roots },
        new("authority in between, trusted alone", Between.Issue("localhost")) { Trusted = Between.Roots },
        new("authority in between, trusted with its issuer", Between.Issue("localhost")) { Trusted = [.. Authority.Roots, .. Between.Roots] },
        new("self-signed, trusted itself", SelfSigned) { Trusted = [SelfSigned] },
        new("one of two trusted authorities", Stranger.Issue("localhost")) { Trusted = [.. Authority.Roots, .. Stranger.Roots] },

        new("wrong host name", Authority.Issue("api.elsewhere.test", "10.1.2.3"), KubernetesReason.CertificateHostMismatch, "not for the host name \"localhost\"; it is for api.elsewhere.test, 10.1.2.3"),
        new("wrong tls-server-name", Authority.Issue("localhost"), KubernetesReason.CertificateHostMismatch, "not for the host name \"api.test\"; it is for localhost") { TlsServerName = "api.test" },
        new("wildcard over two levels", Authority.Issue("*.test"), KubernetesReason.CertificateHostMismatch, "it is for *.test") { TlsServerName = "api.example.test" },
        new("no name at all", Authority.Issue(TestAuthority.NoHost), KubernetesReason.CertificateHostMismatch, "no host name at all"),
        new("name in the subject only", Authority.IssueOdd(_ => { }), KubernetesReason.CertificateHostMismatch, "what counts is the subject alternative name, not the subject (CN=localhost)"),
        new("address in the subject only", Authority.IssueOdd(r => TestAuthority.AddNames(r, ["api.test"]), "CN=127.0.0.1"), KubernetesReason.CertificateHostMismatch, "it is for api.test") { Host = "127.0.0.1" },
        new("address as a DNS name", Authority.IssueOdd(r => r.CertificateExtensions.Add(DnsName("127.0.0.1"))), KubernetesReason.CertificateHostMismatch, "127.0.0.1 (written as a name") { Host = "127.0.0.1" },
        new("name for an address", Authority.Issue("localhost"), KubernetesReason.CertificateHostMismatch, "not for the host name \"127.0.0.1\"; it is for localhost") { Host = "127.0.0.1" },
        new("address for a name", Authority.Issue("127.0.0.1"), KubernetesReason.CertificateHostMismatch, "not for the host name \"localhost\"; it is for 127.0.0.1"),
        new("expired", Authority.Issue(["localhost"], TimeSpan.FromDays(-30), TimeSpan.FromDays(-1)), KubernetesReason.CertificateExpired, "has expired: \"CN=localhost\" was valid until"),
        new("not yet valid", Authority.Issue(["localhost"], TimeSpan.FromDays(1), TimeSpan.FromDays(30)), KubernetesReason.CertificateNotYetValid, "is not valid yet"),
        new("self-signed", SelfSigned, KubernetesReason.CertificateUntrusted, "is self-signed (CN=localhost)"),
        new("other authority", Stranger.Issue("localhost"), KubernetesReason.CertificateUntrusted, "issued by \"CN=another authority\", an authority that is not trusted"),
        new("other authority of the same name", new TestAuthority().Issue("localhost"), KubernetesReason.CertificateUntrusted, "not by the authority of that name that is trusted"),
        new("other authority, wrong name", Stranger.Issue("api.elsewhere.test"), KubernetesReason.CertificateUntrusted, "an authority that is not trusted"),
        new("authority in between, not sent", Between.Issue("localhost"), KubernetesReason.CertificateUntrusted, "the server does not send the certificate of an authority in between"),
        new("issued by what is no authority", Impostor.Issue("localhost"), KubernetesReason.CertificateInvalid, "one of its issuers is not allowed to issue it") { Sent = Impostor.Roots },
        new("the same, trusted itself", Impostor.Issue("localhost"), KubernetesReason.CertificateInvalid, "one of its issuers is not allowed to issue it") { Trusted = Impostor.Roots },
        new("made for clients", Authority.IssueForClients("localhost"), KubernetesReason.CertificateInvalid, "not made for servers"),
        new("between trusted alone: wrong host name", Between.Issue("api.elsewhere.test"), KubernetesReason.CertificateHostMismatch, "it is for api.elsewhere.test") { Trusted = Between.Roots },
        new("between trusted alone: expired", Between.Issue(["localhost"], TimeSpan.FromDays(-30), TimeSpan.FromDays(-1)), KubernetesReason.CertificateExpired, "has expired") { Trusted = Between.Roots },
        new("between trusted alone: self-signed", SelfSigned, KubernetesReason.CertificateUntrusted, "is self-signed") { Trusted = Between.Roots },
        new("between trusted alone: other authority", Stranger.Issue("localhost"), KubernetesReason.CertificateUntrusted, "not trusted") { Trusted = Between.Roots },
        new("between trusted alone: its issuer's", Authority.Issue("localhost"), KubernetesReason.CertificateUntrusted, "not trusted") { Trusted = Between.Roots },
        new("between trusted alone: name in the subject only", Between.IssueOdd(_ => { }), KubernetesReason.CertificateHostMismatch, "no host name at all") { Trusted = Between.Roots },
        new("no authority given: those of the machine", Authority.Issue("localhost"), KubernetesReason.CertificateUntrusted, "not trusted") { Trusted = null },
        new("no TLS", null, KubernetesReason.TlsFailed, "does not speak TLS at this address"),
    ];

    public static TheoryData<string> Names => new(Rows.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_server_is_trusted_only_when_it_proves_who_it_is(string name)
    {
        var row = Rows.Single(r => r.Name == name);
        await using var server = new ScriptedServer(row.Certificate, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"), between: row.Sent);
        using var connection = new KubernetesConnection(row.AccessTo(server.Port), TestConnections.Quick);

        var refusal = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1))) as KubernetesException;

        output.WriteLine($"{name,-50} {refusal?.Reason ?? "trusted",-24} {refusal?.Message}");
        Assert.Equal(row.Reason, refusal?.Reason);
        Assert.Contains(row.Words, refusal?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(row.Reason is null ? 1 : 0, server.Requests.Count);
    }

    // A server of the framework would not show such a certificate; others do.
    [Fact]
    public void A_signature_that_can_be_forged_proves_nothing()
    {
        var options = new ServerTrust(Authority.Roots, skipVerification: false).CreateOptions(null);
        using var certificate = Authority.IssueWithSha1("localhost");
        using var chain = new X509Chain { ChainPolicy = options.CertificateChainPolicy! };
        chain.Build(certificate);

        var refusal = Assert.Throws<CertificateRefusedException>(() => options.RemoteCertificateValidationCallback!(this, certificate, chain, SslPolicyErrors.None));

        Assert.Equal(KubernetesReason.CertificateInvalid, refusal.Reason);
        Assert.Contains("\"CN=localhost\" is signed with sha1ECDSA, which can be forged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_ends_the_handshake_is_left()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var access = new Row("", null).AccessTo(((IPEndPoint)listener.LocalEndpoint).Port);
        using var connection = new KubernetesConnection(access, TestConnections.Quick with { ConnectTimeout = TimeSpan.FromMilliseconds(300) });

        var refusal = await Assert.ThrowsAsync<KubernetesException>(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1)));

        output.WriteLine($"{"stalled handshake",-50} {refusal.Reason,-24} {refusal.Message}");
        Assert.Equal(KubernetesReason.Timeout, refusal.Reason);
        Assert.Contains("could not be connected to within 0.3 seconds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tls_server_name_is_asked_for()
    {
        await using var server = new ScriptedServer(Authority.Issue("api.elsewhere.test"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = new KubernetesConnection(new Row("", null) { TlsServerName = "api.elsewhere.test" }.AccessTo(server.Port), TestConnections.Quick);

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));

        Assert.Equal("api.elsewhere.test", Assert.Single(server.Requests).ServerName);
    }

    [Fact]
    public async Task Skipping_the_verification_warns_once()
    {
        await using var server = new ScriptedServer(Stranger.Issue("api.elsewhere.test"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        var plain = TestConnections.AccessTo(server.Port, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = new(null, skipVerification: true) }, TestConnections.Quick);
        var warnings = new List<string>();

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version") { OnWarning = warnings.Add });
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version") { OnWarning = warnings.Add });

        Assert.Contains("insecure-skip-tls-verify", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static X509Extension DnsName(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        return names.Build();
    }

    private sealed record Row(string Name, X509Certificate2? Certificate, string? Reason = null, string Words = "")
    {
        public X509Certificate2Collection? Trusted { get; init; } = Authority.Roots;

        public X509Certificate2Collection? Sent { get; init; }

        public string Host { get; init; } = "localhost";

        public string? TlsServerName { get; init; }

        public ClusterAccess AccessTo(int port) => new()
        {
            Context = "test",
            Server = new Uri($"https://{Host}:{port}"),
            Trust = new(Trusted, skipVerification: false),
            TlsServerName = TlsServerName,
        };
    }
}
