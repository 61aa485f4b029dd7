using System.Net;
using System.Text.Json.Nodes;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Ports of pods on a simulated cluster.</summary>
public sealed class PortForwarderTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_web_server_in_a_pod_answers_on_the_local_port()
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "web");
        await using var session = await ForwardAsync(new PodTarget(cluster.Connection, ns, "web"), ":80");

        Assert.Contains("nginx", await GetAsync(session), StringComparison.OrdinalIgnoreCase);
        Assert.True(session.BytesIn > 0 && session.BytesOut > 0);
    }

    [Fact]
    public async Task A_port_that_nothing_listens_on_is_reported_and_the_session_goes_on()
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "web");
        await using var session = await ForwardAsync(new PodTarget(cluster.Connection, ns, "web"), ":81");

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(session));
        await Deadline.UntilAsync(() => session.LastError is not null);
        Assert.Equal(StreamReason.PortForwardFailed, session.LastError!.Reason);
        Assert.Equal(PodPortForwardState.Active, session.State);
    }

    [Fact]
    public async Task A_pod_that_is_replaced_by_its_name_is_found_again()
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "web");
        await using var session = await ForwardAsync(new PodTarget(cluster.Connection, ns, "web"), ":80");
        await GetAsync(session);
        await cluster.Pods.DeleteAsync(ns, "web", new DeleteOptions { GracePeriodSeconds = 0 });
        await Deadline.UntilAsync(() => session.State == PodPortForwardState.Waiting);
        await RunWebAsync(ns, "web");

        Assert.Contains("nginx", await GetAsync(session), StringComparison.OrdinalIgnoreCase);
        Assert.True(session.Reconnects >= 1);
    }

    [Fact]
    public async Task A_selector_moves_to_another_pod()
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "one");
        await using var session = await ForwardAsync(new SelectorTarget(cluster.Connection, ns, "app=test"), ":80");
        await RunWebAsync(ns, "two");
        Assert.Equal("one", session.Pod);
        await cluster.Pods.DeleteAsync(ns, "one", new DeleteOptions { GracePeriodSeconds = 0 });
        await Deadline.UntilAsync(() => session.Pod == "two");

        Assert.Contains("nginx", await GetAsync(session), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_pod_that_does_not_run_is_refused()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pending"));

        var pending = await Assert.ThrowsAsync<KubernetesException>(() => ForwardAsync(new PodTarget(cluster.Connection, ns, "pending"), ":80"));
        var missing = await Assert.ThrowsAsync<KubernetesException>(() => ForwardAsync(new PodTarget(cluster.Connection, ns, "missing"), ":80"));
        var none = await Assert.ThrowsAsync<KubernetesException>(() => ForwardAsync(new SelectorTarget(cluster.Connection, ns, "app=none"), ":80"));

        Assert.Equal((StreamReason.PodNotRunning, "NotFound", StreamReason.PodNotRunning), (pending.Reason, missing.Reason, none.Reason));
    }

    [Theory]
    [InlineData("8080", "8080")]
    [InlineData("http", "8080")]
    [InlineData("8081", "8081")]
    public async Task A_port_of_a_service_is_mapped_to_its_target(string asked, string local)
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "web");
        await CreateAsync(ns, "services", """
            { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "web" }, "spec": { "selector": { "app": "test" }, "ports": [
              { "name": "http", "port": 8080, "targetPort": "page" }, { "name": "number", "port": 8081, "targetPort": 80 }, { "name": "dns", "port": 53, "protocol": "UDP" } ] } }
            """);
        var target = await ServiceTarget.OpenAsync(cluster.Connection, ns, "web", default);
        await using var session = await ForwardAsync(target, ":" + asked);

        Assert.Contains("nginx", await GetAsync(session), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("service/web", 80), (session.Target, session.RemotePort));
        Assert.Equal(int.Parse(local, System.Globalization.CultureInfo.InvariantCulture), target.LocalPortFor(PortSpec.Parse(asked), 80));
        var missing = await Assert.ThrowsAsync<KubernetesException>(() => ForwardAsync(target, ":80"));
        Assert.Equal(StreamReason.PortInvalid, missing.Reason);
        Assert.Contains("8080 (http), 8081 (number)", missing.Message, StringComparison.Ordinal);
        Assert.Contains("only TCP", (await Assert.ThrowsAsync<KubernetesException>(() => ForwardAsync(target, ":dns"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_headless_service_is_forwarded_to_and_one_without_pods_is_refused()
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "web");
        await CreateAsync(ns, "services", """{ "metadata": { "name": "headless" }, "spec": { "clusterIP": "None", "selector": { "app": "test" }, "ports": [{ "port": 80 }] } }""");
        await CreateAsync(ns, "services", """{ "metadata": { "name": "elsewhere" }, "spec": { "type": "ExternalName", "externalName": "example.org" } }""");
        await CreateAsync(ns, "services", """{ "metadata": { "name": "manual" }, "spec": { "ports": [{ "port": 80 }] } }""");

        await using (var session = await ForwardAsync(await ServiceTarget.OpenAsync(cluster.Connection, ns, "headless", default), ":80"))
        {
            Assert.Contains("nginx", await GetAsync(session), StringComparison.OrdinalIgnoreCase);
        }

        var external = await Assert.ThrowsAsync<KubernetesException>(() => ServiceTarget.OpenAsync(cluster.Connection, ns, "elsewhere", default));
        var manual = await Assert.ThrowsAsync<KubernetesException>(() => ServiceTarget.OpenAsync(cluster.Connection, ns, "manual", default));
        Assert.Contains("example.org", external.Message, StringComparison.Ordinal);
        Assert.Contains("no selector", manual.Message, StringComparison.Ordinal);
        Assert.Equal((StreamReason.PodNotRunning, StreamReason.PodNotRunning), (external.Reason, manual.Reason));
    }

    [Fact]
    public async Task A_deployment_is_forwarded_to_by_its_selector()
    {
        var ns = await cluster.NewNamespaceAsync();
        await RunWebAsync(ns, "web");
        await CreateAsync(ns, "deployments", """
            { "metadata": { "name": "web" }, "spec": { "selector": { "matchExpressions": [{ "key": "app", "operator": "In", "values": ["test"] }] },
              "replicas": 0, "template": { "metadata": { "labels": { "app": "test" } }, "spec": { "containers": [{ "name": "main", "image": "nginx" }] } } } }
            """, "apis", "apps");
        await using var session = await ForwardAsync(await DeploymentTarget.OpenAsync(cluster.Connection, ns, "web", default), ":page");

        Assert.Contains("nginx", await GetAsync(session), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("deployment/web", 80), (session.Target, session.RemotePort));
    }

    private static async Task<string> GetAsync(PodPortForward session)
    {
        using var http = new HttpClient { Timeout = Patience };
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{session.LocalPort}/"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<PodPortForward> ForwardAsync(PortForwardTarget target, string port) =>
        (await PortForwarder.StartAsync(cluster.Connection, target, [PortSpec.Parse(port)], null, new CancellationTokenSource(Patience).Token))[0];

    private async Task CreateAsync(string ns, string resource, string manifest, params string[] group)
    {
        string[] path = [.. group.Length > 0 ? group : ["api"], "v1", "namespaces", ns, resource];
        (await cluster.Connection.SendAsync(new ApiRequest(HttpMethod.Post, ApiRequest.Segments(path)) { Body = JsonNode.Parse(manifest) }, default)).Dispose();
    }

    private async Task RunWebAsync(string ns, string name)
    {
        var manifest = SimulatedCluster.Manifest(name, "default-scheduler");
        var container = manifest["spec"]!["containers"]![0]!.AsObject();
        container.Remove("command");
        container["ports"] = new JsonArray(new JsonObject { ["name"] = "page", ["containerPort"] = 80 });
        await cluster.Pods.CreateAsync(ns, manifest);
        await new PodWaiter(cluster.Pods).WaitAsync(ns, name, PodWaitCondition.Ready, new PodWaitOptions { Timeout = Patience });
    }
}
