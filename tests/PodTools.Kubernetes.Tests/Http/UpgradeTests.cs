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
}
