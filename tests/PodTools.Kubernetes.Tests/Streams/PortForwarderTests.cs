using System.Net;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Ports of pods on a simulated cluster.</summary>
public sealed class PortForwarderTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

    private static async Task<string> GetAsync(PodPortForward session)
    {
        using var http = new HttpClient { Timeout = Patience };
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{session.LocalPort}/"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<PodPortForward> ForwardAsync(PortForwardTarget target, string port) =>
        (await PortForwarder.StartAsync(cluster.Connection, target, [PortSpec.Parse(port)], null, new CancellationTokenSource(Patience).Token))[0];

    private async Task RunWebAsync(string ns, string name)
    {
        var manifest = SimulatedCluster.Manifest(name, "default-scheduler");
        manifest["spec"]!["containers"]![0]!.AsObject().Remove("command");
        await cluster.Pods.CreateAsync(ns, manifest);
        await new PodWaiter(cluster.Pods).WaitAsync(ns, name, PodWaitCondition.Ready, new PodWaitOptions { Timeout = Patience });
    }
}
