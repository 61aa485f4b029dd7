namespace PodTools.Kubernetes.Tests.Config;

public sealed class KubeConfigTests : IDisposable
{
    private const string Two = """
        apiVersion: v1
        kind: Config
        current-context: dev
        clusters:
        - name: dev
          cluster:
            server: https://dev.test:6443
        - name: prod
          cluster: {server: "https://prod.test/k8s/prod", tls-server-name: api.prod.test, proxy-url: "socks5://proxy.test:1080"}
        users:
        - name: dev
          user: {token: dev-token}
        - name: boss
          user: {token: t, as: carol, as-groups: [a, b], as-uid: u1, as-user-extra: {scopes: [v, w]}}
        contexts:
        - name: dev
          context: {cluster: dev, user: dev, namespace: team}
        - name: prod
          context: {cluster: prod, user: boss}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_current_context_is_taken_unless_another_is_named()
    {
        var config = KubeConfig.Load(_folder.Write("config", Two));

        Assert.Equal("dev", config.CurrentContext);
        Assert.Equal(("dev", "team", "https://dev.test:6443/"), Essence(config.Resolve(null)));
        Assert.Equal(("prod", "default", "https://prod.test/k8s/prod"), Essence(config.Resolve("prod")));
        Assert.Equal(["dev", "prod"], config.Contexts.Select(c => c.Name));
        Assert.True(config.Contexts[0].IsCurrent);
    }

    [Fact]
    public void A_cluster_says_how_to_get_there_and_a_user_whom_to_be()
    {
        var access = KubeConfig.Load(_folder.Write("config", Two)).Resolve("prod");

        Assert.Equal("api.prod.test", access.TlsServerName);
        Assert.Equal(new Uri("socks5://proxy.test:1080"), access.Proxy);
        Assert.Equal("carol", access.Impersonation!.User);
        Assert.Equal(["a", "b"], access.Impersonation.Groups);
        Assert.Equal("u1", access.Impersonation.Uid);
        Assert.Equal(["v", "w"], access.Impersonation.Extra["scopes"]);
    }

    [Fact]
    public async Task Of_several_files_the_first_to_name_something_wins_and_missing_ones_are_passed_over()
    {
        var first = _folder.Write("a/config", """
            clusters: [{name: dev, cluster: {server: https://other.test}}]
            users: [{name: extra, user: {tokenFile: secret/token}}]
            contexts: [{name: extra, context: {cluster: prod, user: extra}}]
            """);
        _folder.Write("a/secret/token", "from-file\n");
        var second = _folder.Write("b/config", Two);
        var path = string.Join(Path.PathSeparator, first, Path.Combine(_folder.Path, "missing"), second);

        var config = KubeConfig.Load(path);

        Assert.Equal("dev", config.CurrentContext);
        Assert.Equal("https://other.test/", config.Resolve("dev").Server.AbsoluteUri);
        Assert.Equal("from-file", (await config.Resolve("extra").Credentials.GetAsync(default)).Token);
        Assert.Equal([first, second], config.Paths);
    }

    [Theory]
    [InlineData("clusters:\n\t- name: a", KubernetesReason.KubeConfigInvalid, 2, "tab")]
    [InlineData("clusters:\n- name: a\n  cluster: {server: 5}\ncontexts:\n- name: x\n  context: {cluster: a}", KubernetesReason.KubeConfigInvalid, 3, "server of cluster \"a\" must be a text")]
    [InlineData("contexts:\n- name: x\n  context: {cluster: nope}", KubernetesReason.KubeConfigInvalid, 3, "names the cluster \"nope\", which the kubeconfig does not have. It has no clusters at all.")]
    [InlineData("clusters: [{name: a, cluster: {server: 'https://a'}}]\ncontexts:\n- name: x\n  context:\n    cluster: a\n    user: ghost", KubernetesReason.KubeConfigInvalid, 6, "names the user \"ghost\"")]
    [InlineData("clusters: [{name: a, cluster: {server: 'ftp://a'}}]\ncontexts: [{name: x, context: {cluster: a}}]", KubernetesReason.KubeConfigInvalid, 1, "not the address of an API server")]
    [InlineData("contexts: [{name: left, context: {}}, {name: right, context: {}}]", KubernetesReason.ContextNotFound, null, "has no context \"x\". It has the contexts \"left\", \"right\".")]
    [InlineData("- a\n- b", KubernetesReason.KubeConfigInvalid, 1, "A kubeconfig is a map")]
    [InlineData("clusters:\n- {name: a, cluster: {server: 'https://one'}}\n- {name: a, cluster: {server: 'https://two'}}", KubernetesReason.KubeConfigInvalid, 3, "several entries of the name \"a\"")]
    [InlineData("clusters: {a: b}", KubernetesReason.KubeConfigInvalid, 1, "clusters must be a list")]
    [InlineData("clusters: [{name: a, cluster: {server: 'https://a', insecure-skip-tls-verify: true, certificate-authority-data: QQ==}}]\ncontexts: [{name: x, context: {cluster: a}}]", KubernetesReason.KubeConfigInvalid, 1, "Remove one of the two")]
    [InlineData("clusters: [{name: a, cluster: {server: 'https://a', certificate-authority-data: QQ==}}]\ncontexts: [{name: x, context: {cluster: a}}]", KubernetesReason.KubeConfigInvalid, 1, "holds no certificate in PEM")]
    [InlineData("clusters: [{name: a, cluster: {server: 'https://a', certificate-authority-data: '!!!'}}]\ncontexts: [{name: x, context: {cluster: a}}]", KubernetesReason.KubeConfigInvalid, 1, "is not base64")]
    [InlineData("clusters: [{name: a, cluster: {server: 'https://a?b=c'}}]\ncontexts: [{name: x, context: {cluster: a}}]", KubernetesReason.KubeConfigInvalid, 1, "has a query (?)")]
    public void A_kubeconfig_that_makes_no_sense_is_refused_with_the_place(string text, string reason, int? line, string words)
    {
        var path = _folder.Write("config", text);

        var refusal = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(path).Resolve("x"));

        Assert.Equal(reason, refusal.Reason);
        Assert.Equal(line, refusal.Line);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{server: 'localhost:8080'}", "http://localhost:8080/")]
    [InlineData("{server: 'localhost:6443', insecure-skip-tls-verify: true}", "https://localhost:6443/")]
    [InlineData("{server: 'localhost:6443', tls-server-name: kubernetes}", "https://localhost:6443/")]
    [InlineData("{server: 'https://[fd00::1]:6443/k8s/clusters/c-1/'}", "https://[fd00::1]:6443/k8s/clusters/c-1/")]
    public void A_server_without_a_scheme_speaks_TLS_if_anything_is_said_about_TLS(string cluster, string server)
    {
        var path = _folder.Write("config", $"clusters: [{{name: c, cluster: {cluster}}}]\ncontexts: [{{name: x, context: {{cluster: c}}}}]");

        Assert.Equal(server, KubeConfig.Load(path).Resolve("x").Server.AbsoluteUri);
    }

    [Theory]
    [InlineData("{\"current-context\":\"x\",\"contexts\":[{\"name\":\"x\",\"context\":{\"cluster\":\"c\"}}],\"clusters\":[{\"name\":\"c\",\"cluster\":{\"server\":\"https:\\/\\/c.test\"}}]}")]
    [InlineData("{\n\t\"current-context\": \"x\",\n\t\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}],\n\t\"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": \"https://c.test\"}}]\n}\n")]
    [InlineData("\uFEFFcurrent-context: x\r\ncontexts: [{name: x, context: {cluster: c}}]\r\nclusters: [{name: c, cluster: {server: 'https://c.test', from-the-future: {a: [1]}}}]\r\npreferences: {}\r\n")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://c.test'}}]\nusers: null\n---\ncurrent-context: y\n")]
    public void Every_way_to_write_it_is_read(string text)
    {
        var config = KubeConfig.Load(_folder.Write("config", text));

        Assert.Equal(("x", "default", "https://c.test/"), Essence(config.Resolve(null)));
    }

    [Fact]
    public void A_context_that_is_mistyped_is_suggested()
    {
        var path = _folder.Write("config", Two);

        Assert.Contains("has no context \"prdo\". Did you mean \"prod\"?", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(path).Resolve("prdo")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kubeconfig_that_is_not_there_is_named()
    {
        var path = Path.Combine(_folder.Path, "nothing");

        var refusal = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(path));

        Assert.Equal(KubernetesReason.NoKubeConfig, refusal.Reason);
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_keeps_its_connection_until_its_cluster_or_user_changes()
    {
        var path = _folder.Write("config", Two);
        var first = KubernetesConnection.Open(path, "dev");

        File.AppendAllText(path, "# a comment\n");
        Assert.Same(first, KubernetesConnection.Open(path, "dev"));
        Assert.Same(first, KubernetesConnection.Open(path));
        Assert.NotSame(first, KubernetesConnection.Open(path, "prod"));

        File.WriteAllText(path, Two.Replace("dev.test", "moved.test", StringComparison.Ordinal));
        var pod = first.Adopt(new Pod { Metadata = new() { Name = "p" } });

        Assert.Equal("moved.test", KubernetesConnection.Open(path, "dev").Server.Host);
        Assert.Same(first, KubernetesConnection.For(pod));
    }

    [Fact]
    public void Inside_a_cluster_the_service_account_is_enough()
    {
        _folder.Write("ca.crt", new TestAuthority().Pem);
        _folder.Write("token", "sa-token\n");
        _folder.Write("namespace", "shop");

        var access = InClusterConfig.Resolve(_folder.Path, "fd00::1", "6443");

        Assert.Equal(("in-cluster", "shop", "https://[fd00::1]:6443/"), Essence(access));
        Assert.Single(access.Trust.Authorities!);
    }

    [Fact]
    public void Inside_a_cluster_an_authority_that_is_missing_or_broken_is_named()
    {
        _folder.Write("token", "sa-token\n");

        Assert.Contains("ca.crt", Assert.Throws<KubeConfigException>(() => InClusterConfig.Resolve(_folder.Path, "10.0.0.1", "443")).Message, StringComparison.Ordinal);
        _folder.Write("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.Contains("cannot be read", Assert.Throws<KubeConfigException>(() => InClusterConfig.Resolve(_folder.Path, "10.0.0.1", "443")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_a_cluster_the_token_is_read_for_each_request()
    {
        _folder.Write("ca.crt", new TestAuthority().Pem);
        _folder.Write("token", "first\n");
        var credentials = InClusterConfig.Resolve(_folder.Path, "10.0.0.1", "443").Credentials;

        Assert.Equal("first", (await credentials.GetAsync(default)).Token);
        _folder.Write("token", "other\n");
        Assert.Equal("other", (await credentials.GetAsync(default)).Token);
    }

    private static (string Context, string Namespace, string Server) Essence(ClusterAccess access) =>
        (access.Context, access.Namespace, access.Server.AbsoluteUri);
}
