namespace PodTools.Kubernetes.Tests;

public class UpgradeTests
{
    [Fact]
    public async Task An_upgrade_accepts_any_type_because_kubelets_refuse_json_for_streams()
    {
        var authority = new TestAuthority();
        await using var server = new ScriptedServer(authority.Issue("localhost"), (request, stream, _) => ScriptedServer.WriteAsync(
            stream,
            request.Header("Accept") == "*/*" ? 404 : 406,
            """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods \"web\" not found","reason":"NotFound","code":404}"""));
        using var connection = TestConnections.To(server, authority);

        var refusal = await Assert.ThrowsAsync<KubernetesException>(
            () => connection.OpenWebSocketAsync(new(HttpMethod.Get, "/api/v1/namespaces/default/pods/web/exec"), ["v4.channel.k8s.io"]));

        Assert.Equal("NotFound", refusal.Reason);
    }

    // The framework repeats a request without a body by itself when a connection is closed without an answer, new or not.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upgrade_is_sent_once_although_the_connection_is_closed_without_an_answer(bool used)
    {
        var authority = new TestAuthority();
        await using var server = new ScriptedServer(authority.Issue("localhost"), (request, stream, _) =>
            request.Target.EndsWith("/exec", StringComparison.Ordinal) ? throw new IOException("closed without an answer") : ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = TestConnections.To(server, authority);
        if (used)
        {
            await connection.ReadBytesAsync(new(HttpMethod.Get, "/version"));
        }

        var lost = await Assert.ThrowsAsync<KubernetesException>(() => connection.OpenWebSocketAsync(
            new(HttpMethod.Get, "/api/v1/namespaces/default/pods/web/exec") { Repeatable = false }, ["v4.channel.k8s.io"]));

        Assert.Equal(KubernetesReason.ConnectionLost, lost.Reason);
        Assert.Single(server.Requests, request => request.Target.EndsWith("/exec", StringComparison.Ordinal));
    }
}
