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
    [InlineData(200, null)]
    [InlineData(407, KubernetesReason.ProxyFailed)]
    public async Task The_proxy_of_the_cluster_is_used_with_its_password(int answer, string? reason)
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        await using var proxy = new ScriptedServer(null, (request, stream, stop) => request.Header("Proxy-Authorization") is null
            ? ScriptedServer.WriteAsync(stream, 407, "", headers: "Proxy-Authenticate: Basic realm=\"p\"\r\n")
            : TunnelAsync(server.Port, answer, stream, stop));
        var plain = TestConnections.AccessTo(server.Port, Authority);
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = plain.Server, Trust = plain.Trust, Proxy = new($"http://me:pass%20word@localhost:{proxy.Port}") }, TestConnections.Quick);

        var failure = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal(reason, (failure as KubernetesException)?.Reason);
        Assert.Equal($"Basic {Convert.ToBase64String("me:pass word"u8)}", proxy.Requests.Last().Header("Proxy-Authorization"));
        Assert.Equal($"CONNECT localhost:{server.Port}", $"{proxy.Requests.Last().Method} {proxy.Requests.Last().Target}");
        Assert.DoesNotContain("pass", failure?.ToString() ?? "", StringComparison.Ordinal);
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
        await Task.WhenAny(stream.CopyToAsync(target.GetStream(), stop), target.GetStream().CopyToAsync(stream, stop));
    }
}
