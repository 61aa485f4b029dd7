using System.Security.Cryptography;
using System.Text;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Credentials;

/// <summary>The credential table: every way in which a kubeconfig says who asks, and what the server sees of it.</summary>
public sealed class CredentialTests(ITestOutputHelper output) : IDisposable
{
    private const string Secret = "planted-secret";
    private static readonly TestAuthority Authority = new();
    private static readonly (string Certificate, ECDsa Key) Ec = Authority.IssueClient("carol");
    private static readonly (string Certificate, RSA Key) Rsa = Authority.IssueRsaClient("rosa");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Accepted => new()
    {
        { "token", $"token: {Secret}", "token" },
        { "token file, relative", "tokenFile: token.txt", "token" },
        { "token file wins over token", "{tokenFile: token.txt, token: other}", "token" },
        { "EC key, SEC1, data", Inline(Ec.Certificate, Ec.Key.ExportECPrivateKeyPem()), "CN=carol" },
        { "EC key, PKCS#8, data", Inline(Ec.Certificate, Ec.Key.ExportPkcs8PrivateKeyPem()), "CN=carol" },
        { "RSA key, PKCS#1, data", Inline(Rsa.Certificate, Rsa.Key.ExportRSAPrivateKeyPem()), "CN=rosa" },
        { "RSA key, PKCS#8, data", Inline(Rsa.Certificate, Rsa.Key.ExportPkcs8PrivateKeyPem()), "CN=rosa" },
        { "certificate and key in files", "{client-certificate: pki/carol.crt, client-key: pki/carol.key}", "CN=carol" },
        { "nothing", "{}", "anonymous" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "basic", $"{{username: admin, password: {Secret}}}", "API servers stopped accepting these" },
        { "encrypted key", Inline(Ec.Certificate, Ec.Key.ExportEncryptedPkcs8PrivateKeyPem(Secret, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000))), "is encrypted" },
        { "key of another certificate", Inline(Ec.Certificate, Rsa.Key.ExportPkcs8PrivateKeyPem()), "the key must belong to the certificate" },
        { "key without certificate", $"client-key-data: {Base64(Ec.Key.ExportPkcs8PrivateKeyPem())}", "without a client certificate" },
        { "certificate without key", $"client-certificate-data: {Base64(Ec.Certificate)}", "without its key" },
        { "key that is no key", Inline(Ec.Certificate, Secret), "PEM" },
        { "key file missing", "{client-certificate: pki/carol.crt, client-key: pki/nothing.key}", "client-key of user \"u\" cannot be read" },
        { "token file missing", "tokenFile: nothing.txt", "The token file of user \"u\" cannot be read" },
        { "token file empty", "tokenFile: empty.txt", "is empty" },
        { "groups without a user", "as-groups: [a]", "without as" },
        { "auth-provider of the past", "auth-provider: {name: gcp}", "Use the exec plugin of that provider" },
        { "exec of the past", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}", "Update the plugin" },
        { "exec without interactiveMode", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x}", "has no interactiveMode" },
        { "exec that is missing", "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: Never, installHint: Get it from example.test}", "Get it from example.test" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task The_server_sees_who_asks(string kind, string user, string expected)
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = Connect(server.Port, user);

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));

        var request = Assert.Single(server.Requests);
        var seen = request.ClientCertificate?.Subject.Split(", ")[^1] ?? (request.Header("Authorization") == $"Bearer {Secret}" ? "token" : "anonymous");
        output.WriteLine($"{kind,-32} {seen}");
        Assert.Equal(expected, seen);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_work_is_refused_without_a_secret_in_sight(string kind, string user, string words)
    {
        var refusal = await Assert.ThrowsAnyAsync<KubernetesException>(async () =>
        {
            using var connection = Connect(1, user);
            await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));
        });

        output.WriteLine($"{kind,-32} {refusal.Reason,-20} {refusal.Message}");
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_is_read_again_when_it_changes_and_when_the_server_refuses()
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (request, stream, _) =>
            ScriptedServer.WriteAsync(stream, request.Header("Authorization") == "Bearer stale" ? 401 : 200, "{}"));
        using var connection = Connect(server.Port, "tokenFile: token.txt");
        var path = _folder.Write("token.txt", "stale");
        var time = File.GetLastWriteTimeUtc(path);

        Assert.Equal("Unauthorized", (await Assert.ThrowsAsync<KubernetesException>(() => connection.ReadBytesAsync(new(HttpMethod.Post, "/x")))).Reason);
        await File.WriteAllTextAsync(path, "fresh");
        File.SetLastWriteTimeUtc(path, time);
        await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"));
        await File.WriteAllTextAsync(path, "newer");
        File.SetLastWriteTimeUtc(path, time.AddSeconds(5));
        await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"));

        Assert.Equal(["Bearer stale", "Bearer stale", "Bearer fresh", "Bearer newer"], server.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task Another_identity_is_put_on()
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = Connect(server.Port, "{token: t, as: carol, as-uid: u1, as-groups: [a, b], as-user-extra: {example.test/scope: [v]}}");

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("carol", "u1", "a, b", "v"), (
            request.Header("Impersonate-User"),
            request.Header("Impersonate-Uid"),
            request.Header("Impersonate-Group"),
            request.Header("Impersonate-Extra-example.test%2Fscope")));
    }

    private KubernetesConnection Connect(int port, string user)
    {
        _folder.Write("token.txt", Secret + "\n");
        _folder.Write("empty.txt", "\n");
        _folder.Write("pki/carol.crt", Ec.Certificate);
        _folder.Write("pki/carol.key", Ec.Key.ExportPkcs8PrivateKeyPem());
        var body = user.StartsWith('{') ? user : $"{{{user}}}";
        var path = _folder.Write("config", $"""
            clusters:
            - name: c
              cluster:
                server: "https://localhost:{port}"
                certificate-authority-data: {Base64(Authority.Pem)}
            users:
            - name: u
              user: {body}
            contexts:
            - name: x
              context:
                cluster: c
                user: u
            current-context: x
            """);
        return new(KubeConfig.Load(path).Resolve(null), TestConnections.Quick);
    }

    private static string Inline(string certificate, string key) =>
        $"{{client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}}}";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
