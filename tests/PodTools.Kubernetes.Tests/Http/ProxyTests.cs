using System.Net.Sockets;
using System.Text;

namespace PodTools.Kubernetes.Tests.Http;

public sealed class ProxyTests
{
    private static readonly TestAuthority Authority = new();

    [Theory]
    [InlineData("https://api.test:6443", null, "http://p.test:3128/")]
    [InlineData("https://api.test:6443", "api.test", null)]
    [InlineData("https://api.test:6443", "other.test, .test", null)]
    [InlineData("https://api.test:6443", "api.test:6443", null)]
    [InlineData("https://api.test:6443", "api.test:443", "http://p.test:3128/")]
    [InlineData("https://sub.api.test", "api.test", null)]
    [InlineData("https://myapi.test", "api.test", "http://p.test:3128/")]
    [InlineData("https://10.1.2.3", "10.0.0.0/8", null)]
    [InlineData("https://11.1.2.3", "10.0.0.0/8", "http://p.test:3128/")]
    [InlineData("https://[fd00::1]:6443", "fd00::/16", null)]
    [InlineData("https://10.1.2.3", "10.1.2.3", null)]
    [InlineData("https://10.1.2.3", "10.9.9.9/8", null)]
    [InlineData("https://10.1.2.3", "10.1.2.3:443", null)]
    [InlineData("https://10.1.2.3", "10.1.2.3:6443", "http://p.test:3128/")]
    [InlineData("https://10.1.2.3", ".3", "http://p.test:3128/")]
    [InlineData("https://10.1.2.3", "10.1", "http://p.test:3128/")]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]:6443", null)]
    [InlineData("https://[fd00::1]:6443", "fd00::1", null)]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]", "http://p.test:3128/")]
    [InlineData("https://api.test", "*.test", null)]
    [InlineData("https://api.test", "*test", "http://p.test:3128/")]
    [InlineData("https://test", ".test", "http://p.test:3128/")]
    [InlineData("https://test", "*.test", "http://p.test:3128/")]
    [InlineData("https://api.test", "API.TEST", null)]
    [InlineData("https://api.test", "api.test.", "http://p.test:3128/")]
    [InlineData("https://api.test", "other, *", null)]
    [InlineData("https://api.test", ":443, /, ,", "http://p.test:3128/")]
    [InlineData("https://api.test", "*", null)]
    [InlineData("https://localhost:6443", null, null)]
    [InlineData("https://127.0.0.1:6443", null, null)]
    [InlineData("http://api.test", null, null)]
    public void The_environment_says_which_way_to_go(string server, string? exceptions, string? way)
    {
        var proxy = new EnvironmentProxy("p.test:3128", null, exceptions);
        var target = new Uri(server);

        Assert.Equal(way, proxy.IsBypassed(target) ? null : proxy.GetProxy(target)!.AbsoluteUri);
    }

    [Theory]
    [InlineData("http", 200, null)]
    [InlineData("https", 200, null)]
    [InlineData("http", 407, KubernetesReason.ProxyFailed)]
    [InlineData("https", 503, KubernetesReason.ProxyFailed)]
    public async Task The_proxy_of_the_cluster_is_used_with_its_password(string scheme, int answer, string? reason)
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        await using var proxy = new ScriptedServer(scheme == "https" ? Authority.Issue("localhost") : null, (request, stream, stop) => request.Header("Proxy-Authorization") is null
            ? ScriptedServer.WriteAsync(stream, 407, "", headers: "Proxy-Authenticate: Basic realm=\"p\"\r\n")
            : TunnelAsync(server.Port, answer, stream, stop));
        var plain = TestConnections.AccessTo(server.Port, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = plain.Trust, Proxy = new($"{scheme}://me:pass%20word@localhost:{proxy.Port}") }, TestConnections.Quick);

        var failure = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(reason, (failure as KubernetesException)?.Reason);
        Assert.Equal($"Basic {Convert.ToBase64String("me:pass word"u8)}", proxy.Requests.Last().Header("Proxy-Authorization"));
        Assert.Equal($"CONNECT localhost:{server.Port}", $"{proxy.Requests.Last().Method} {proxy.Requests.Last().Target}");
        Assert.DoesNotContain("pass", failure?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_the_environment_comes_to_name_is_used_from_the_next_request_on()
    {
        await using var server = new ScriptedServer(Authority.Issue("api.test"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        await using var first = new ScriptedServer(null, (_, stream, stop) => TunnelAsync(server.Port, 200, stream, stop));
        await using var second = new ScriptedServer(null, (_, stream, stop) => TunnelAsync(server.Port, 200, stream, stop));
        var environment = new EnvironmentProxy($"http://localhost:{first.Port}", null, null);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = new("https://api.test:6443"), Trust = TestConnections.AccessTo(server.Port, Authority).Trust, ReadEnvironment = () => environment },
            TestConnections.Quick);

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(second.Requests);
        environment = new EnvironmentProxy($"http://localhost:{second.Port}", null, null);
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_certificate_that_is_refused_may_be_that_of_the_proxy()
    {
        await using var proxy = new ScriptedServer(new TestAuthority().Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, ""));
        var plain = TestConnections.AccessTo(1, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = plain.Trust, Proxy = new($"https://localhost:{proxy.Port}") }, TestConnections.Quick);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(KubernetesReason.CertificateUntrusted, failure.Reason);
        Assert.Contains($"the proxy https://localhost:{proxy.Port} (proxy-url)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SOCKS_proxy_is_asked_by_name_with_its_password()
    {
        await using var server = new ScriptedServer(Authority.Issue("api.test"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        await using var proxy = new SocksProxy(server.Port);
        var plain = TestConnections.AccessTo(server.Port, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = new("https://api.test:6443"), Trust = plain.Trust, Proxy = new($"socks5://me:pass%20word@localhost:{proxy.Port}") }, TestConnections.Quick);

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("me:pass word api.test:6443", proxy.Asked);
        Assert.Equal("api.test", Assert.Single(server.Requests).ServerName);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task A_proxy_that_is_not_there_is_named_without_its_password(string scheme)
    {
        var plain = TestConnections.AccessTo(1, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = plain.Trust, Proxy = new($"{scheme}://me:planted-secret@localhost:1") }, TestConnections.Quick);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Contains($"by the proxy {scheme}://localhost:1 (proxy-url)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task TunnelAsync(int port, int answer, Stream stream, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer} X\r\n{(answer == 200 ? "" : "Content-Length: 0\r\n")}\r\n"), stop);
        if (answer != 200)
        {
            return;
        }

        using var target = new TcpClient();
        await target.ConnectAsync("localhost", port, stop);
        await Carrying.BothWaysAsync(stream, target.GetStream(), stop);
    }
}
