namespace PodTools.Kubernetes.Tests.Credentials;

/// <summary>Credentials and authorities in files that somebody else renews while a connection is open.</summary>
public sealed class RotationTests : IDisposable
{
    private static readonly TestAuthority Authority = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_file_is_read_for_each_request_whatever_its_time_says()
    {
        await using var server = Server();
        var path = _folder.Write("token", "first");
        var time = File.GetLastWriteTimeUtc(path);
        using var connection = Connect(server.Port, "tokenFile: token");

        await AskAsync(connection);
        await File.WriteAllTextAsync(path, "other");
        File.SetLastWriteTimeUtc(path, time);
        await AskAsync(connection);

        Assert.Equal(["Bearer first", "Bearer other"], server.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task A_token_that_is_renewed_while_the_server_refuses_the_old_one_is_tried_at_once()
    {
        var path = _folder.Write("token", "stale");
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (request, stream, _) =>
        {
            File.WriteAllText(path, "fresh");
            return ScriptedServer.WriteAsync(stream, request.Header("Authorization") == "Bearer stale" ? 401 : 200, "{}");
        });
        using var connection = Connect(server.Port, "tokenFile: token");

        await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"));

        Assert.Equal(["Bearer stale", "Bearer fresh"], server.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_on_a_new_connection_as_soon_as_its_key_fits()
    {
        await using var server = Server();
        Issue("first", certificate: true, key: true);
        using var connection = Connect(server.Port, "client-certificate: pki/tls.crt, client-key: pki/tls.key");

        await AskAsync(connection);
        await AskAsync(connection);
        var second = Issue("second", certificate: true, key: false);
        await AskAsync(connection);
        _folder.Write("pki/tls.key", second);
        await AskAsync(connection);
        File.Delete(Path.Combine(_folder.Path, "pki/tls.crt"));
        await AskAsync(connection);

        Assert.Equal(
            ["first on 1", "first on 1", "first on 1", "second on 2", "second on 2"],
            server.Requests.Select(r => $"{r.ClientCertificate!.Subject.Split("CN=")[1]} on {r.Connection}"));
    }

    [Fact]
    public async Task A_link_that_is_moved_is_followed_as_volumes_of_secrets_do_it()
    {
        await using var server = Server();
        _folder.Write("v1/token", "one");
        _folder.Write("v2/token", "two");
        var link = Path.Combine(_folder.Path, "data");
        Directory.CreateSymbolicLink(link, "v1");
        using var connection = Connect(server.Port, "tokenFile: data/token");

        await AskAsync(connection);
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, "v2");
        await AskAsync(connection);

        Assert.Equal(["Bearer one", "Bearer two"], server.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task An_authority_that_is_replaced_in_its_file_counts_for_the_next_command()
    {
        await using var server = Server();
        _folder.Write("ca.crt", new TestAuthority("the authority before").Pem);
        var path = WriteConfig(server.Port, "token: t", "certificate-authority: ca.crt");

        Assert.Equal(KubernetesReason.CertificateUntrusted, (await Assert.ThrowsAsync<KubernetesException>(() => AskAsync(KubernetesConnection.Open(path)))).Reason);
        _folder.Write("ca.crt", Authority.Pem);
        await AskAsync(KubernetesConnection.Open(path));

        Assert.Same(KubernetesConnection.Open(path), KubernetesConnection.Open(path));
    }

    [Fact]
    public async Task A_kubeconfig_that_is_replaced_is_read_again_whatever_its_time_and_length_say()
    {
        var path = WriteConfig(1, "token: aaaa", "insecure-skip-tls-verify: true");
        var time = File.GetLastWriteTimeUtc(path);
        var before = KubernetesConnection.Open(path);

        var other = _folder.Write("other", (await File.ReadAllTextAsync(path)).Replace("localhost:1", "localhost:2", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(other, time);
        File.Move(other, path, overwrite: true);

        Assert.Equal((1, 2), (before.Server.Port, KubernetesConnection.Open(path).Server.Port));
    }

    private static ScriptedServer Server() => new(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));

    private static Task<ReadOnlyMemory<byte>> AskAsync(KubernetesConnection connection) => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1));

    private string Issue(string user, bool certificate, bool key)
    {
        var (pem, secret) = Authority.IssueClient(user);
        if (certificate)
        {
            _folder.Write("pki/tls.crt", pem);
        }

        var text = secret.ExportPkcs8PrivateKeyPem();
        if (key)
        {
            _folder.Write("pki/tls.key", text);
        }

        return text;
    }

    private KubernetesConnection Connect(int port, string user)
    {
        _folder.Write("ca.crt", Authority.Pem);
        return new(KubeConfig.Load(WriteConfig(port, user, "certificate-authority: ca.crt")).Resolve(null), TestConnections.Quick);
    }

    private string WriteConfig(int port, string user, string trust) => _folder.Write("config", $$"""
        clusters: [{name: c, cluster: {server: 'https://localhost:{{port}}', {{trust}} } }]
        users: [{name: u, user: { {{user}} } }]
        contexts: [{name: x, context: {cluster: c, user: u} }]
        current-context: x
        """);
}
