using System.Security.Cryptography;
using System.Text;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Credentials;

/// <summary>The credential table: every way in which a kubeconfig says who asks, and what the server sees of it.</summary>
public sealed class CredentialTests(ITestOutputHelper output) : IDisposable
{
    private const string Secret = "planted-secret";
    private const string Missing = "{apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: Never}";
    private static readonly TestAuthority Authority = new();
    private static readonly (string Certificate, ECDsa Key) Ec = Authority.IssueClient("carol");
    private static readonly (string Certificate, RSA Key) Rsa = Authority.IssueRsaClient("rosa");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Accepted => new()
    {
        { "token", $"token: {Secret}", "token" },
        { "token file, relative", "tokenFile: token.txt", "token" },
        { "token file wins over token", "{tokenFile: token.txt, token: other}", "token" },
        { "token while its file is missing", $"{{tokenFile: nothing.txt, token: {Secret}}}", "token" },
        { "token wins over a plugin", $"{{token: {Secret}, exec: {Missing}}}", "token" },
        { "token file wins over a plugin", $"{{tokenFile: token.txt, exec: {Missing}}}", "token" },
        { "token wins over OIDC", $"{{token: {Secret}, auth-provider: {{name: oidc, config: {{idp-issuer-url: 'https://idp.test', client-id: c}}}}}}", "token" },
        { "token beside a key alone", $"{{token: {Secret}, client-key: pki/carol.key}}", "token" },
        { "certificate wins over a plugin", $"{{client-certificate: pki/carol.crt, client-key: pki/carol.key, exec: {Missing}}}", "CN=carol" },
        { "EC key, SEC1, data", Inline(Ec.Certificate, Ec.Key.ExportECPrivateKeyPem()), "CN=carol" },
        { "EC key, PKCS#8, data", Inline(Ec.Certificate, Ec.Key.ExportPkcs8PrivateKeyPem()), "CN=carol" },
        { "RSA key, PKCS#1, data", Inline(Rsa.Certificate, Rsa.Key.ExportRSAPrivateKeyPem()), "CN=rosa" },
        { "RSA key, PKCS#8, data", Inline(Rsa.Certificate, Rsa.Key.ExportPkcs8PrivateKeyPem()), "CN=rosa" },
        { "EC key after its parameters", Inline(Ec.Certificate, "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + Ec.Key.ExportECPrivateKeyPem()), "CN=carol" },
        { "lines of Windows, text around", Inline("Bag Attributes\r\n" + Ec.Certificate.ReplaceLineEndings("\r\n"), "Key:\r\n" + Ec.Key.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\r\n")), "CN=carol" },
        { "certificate and key in files", "{client-certificate: pki/carol.crt, client-key: pki/carol.key}", "CN=carol" },
        { "both in one file", "{client-certificate: pki/both.pem, client-key: pki/both.pem}", "CN=carol" },
        { "file and data mixed", $"{{client-certificate: pki/carol.crt, client-key-data: {Base64(Ec.Key.ExportECPrivateKeyPem())}}}", "CN=carol" },
        { "nothing", "{}", "anonymous" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "basic", $"{{username: admin, password: {Secret}}}", "API servers stopped accepting these" },
        { "encrypted key", Inline(Ec.Certificate, Ec.Key.ExportEncryptedPkcs8PrivateKeyPem(Secret, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000))), "is encrypted" },
        { "key of another certificate", Inline(Ec.Certificate, Rsa.Key.ExportPkcs8PrivateKeyPem()), "the key must belong to the certificate" },
        { "key without certificate", $"client-key-data: {Base64(Ec.Key.ExportPkcs8PrivateKeyPem())}", "without a client certificate" },
        { "certificate without key", $"client-certificate-data: {Base64(Ec.Certificate)}", "without its key" },
        { "encrypted key, old style", Inline(Ec.Certificate, $"-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n{Base64(Secret)}\n-----END EC PRIVATE KEY-----\n"), "is encrypted" },
        { "certificate twice", $"{{client-certificate: pki/carol.crt, client-certificate-data: {Base64(Ec.Certificate)}, client-key: pki/carol.key}}", "has both client-certificate and client-certificate-data" },
        { "certificate that is none", Inline(Secret, Ec.Key.ExportPkcs8PrivateKeyPem()), "PEM" },
        { "data that is not base64", "{client-certificate-data: '###', client-key-data: planted-secret}", "is not base64" },
        { "token with a line break", $"token: \"{Secret}\\n\"", "token of user \"u\" has a line break" },
        { "token after a space", $"token: ' {Secret}'", "token of user \"u\" has a line break, a space" },
        { "token that is a number", "token: 12345", "must be a text; quote it" },
        { "key that is no key", Inline(Ec.Certificate, Secret), "PEM" },
        { "key file missing", "{client-certificate: pki/carol.crt, client-key: pki/nothing.key}", "client-key of user \"u\" cannot be read" },
        { "token file missing", "tokenFile: nothing.txt", "The token file of user \"u\" cannot be read" },
        { "token file of two lines", "tokenFile: two.txt", "has a line break" },
        { "token file empty", "tokenFile: empty.txt", "is empty" },
        { "groups without a user", "as-groups: [a]", "without as" },
        { "a user that begins another line", "{as: \"a\\nImpersonate-Group: system:masters\"}", "holds a control character" },
        { "auth-provider gcp", "{token: t, auth-provider: {name: gcp}}", "Use the exec plugin gke-gcloud-auth-plugin" },
        { "auth-provider azure", "auth-provider: {name: azure}", "Use the exec plugin kubelogin" },
        { "auth-provider unknown", "auth-provider: {name: other}", "only \"oidc\" is known" },
        { "plugin and provider", $"{{exec: {Missing}, auth-provider: {{name: oidc, config: {{idp-issuer-url: 'https://idp.test', client-id: c}}}}}}", "has both an exec plugin and an auth-provider" },
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

    [Theory]
    [InlineData("{token: planted-secret, client-certificate: pki/carol.crt, client-key: pki/carol.key}", "")]
    [InlineData("exec: " + Missing, "")]
    public async Task No_secret_goes_over_a_line_that_is_not_encrypted(string user, string expected)
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = Connect(server.Port, user, $"{{server: 'http://localhost:{server.Port}'}}");

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));

        Assert.Equal(expected, Assert.Single(server.Requests).Header("Authorization") ?? "");
    }

    [Theory]
    [InlineData("{as: carol}", "Impersonate-User: carol")]
    [InlineData("{as: carol, as-uid: u1}", "Impersonate-User: carol|Impersonate-Uid: u1")]
    [InlineData("{as: carol, as-groups: [a]}", "Impersonate-User: carol|Impersonate-Group: a")]
    [InlineData("{as: carol, as-groups: ['a, b', c]}", "Impersonate-User: carol|Impersonate-Group: a, b|Impersonate-Group: c")]
    [InlineData("{as: zoë, as-groups: [größe, b]}", "Impersonate-User: zoë|Impersonate-Group: größe|Impersonate-Group: b")]
    [InlineData("{as: carol, as-user-extra: {example.test/Scope: [v, w], x: [z]}}", "Impersonate-User: carol|Impersonate-Extra-example.test%2FScope: v|Impersonate-Extra-example.test%2FScope: w|Impersonate-Extra-x: z")]
    public async Task Another_identity_is_put_on_with_a_line_for_each_value(string user, string lines)
    {
        var asked = 0;
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, ++asked == 1 ? 503 : 200, "{}"));
        using var connection = Connect(server.Port, user.Replace("{as:", "{token: t, as:", StringComparison.Ordinal));

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));

        output.WriteLine($"{user,-60} {lines}");
        Assert.All(server.Requests, request => Assert.Equal(lines, string.Join('|', request.Lines.Where(l => l.StartsWith("Impersonate-", StringComparison.Ordinal)))));
    }

    private KubernetesConnection Connect(int port, string user, string? cluster = null)
    {
        _folder.Write("token.txt", Secret + "\n");
        _folder.Write("empty.txt", "\n");
        _folder.Write("two.txt", $"{Secret}\n{Secret}\n");
        _folder.Write("pki/carol.crt", Ec.Certificate);
        _folder.Write("pki/carol.key", Ec.Key.ExportPkcs8PrivateKeyPem());
        _folder.Write("pki/both.pem", Ec.Key.ExportECPrivateKeyPem() + "\n" + Ec.Certificate);
        var body = user.StartsWith('{') ? user : $"{{{user}}}";
        var path = _folder.Write("config", $"""
            clusters:
            - name: c
              cluster: {cluster ?? $"{{server: 'https://localhost:{port}', certificate-authority-data: {Base64(Authority.Pem)}}}"}
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
