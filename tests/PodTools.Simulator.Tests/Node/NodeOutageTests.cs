using System.Text.Json.Nodes;
using PodTools.Simulator.Store;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Node;

/// <summary>Nodes that fall silent, taints that drive pods away, and pods that a node throws out.</summary>
public sealed class NodeOutageTests : IAsyncLifetime, IDisposable
{
    private const string Idle = """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"app"}]}}""";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private PodSimulator _simulator = null!;
    private PodWatcher _pods = null!;

    public async Task InitializeAsync()
    {
        _simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { TimeProvider = _clock });
        _simulator.SetImage(new SimulatedImage("app"));
        _pods = new PodWatcher(_simulator);
        await _pods.CreateAsync(Idle);
        await _pods.StepUntilAsync(_clock, Second, "p", pod => pod.State == "Running" && pod.Ready == "1/1");
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    public void Dispose() => _pods.Dispose();

    [Fact]
    public async Task A_silent_node_is_not_ready_after_40_seconds_and_loses_its_pods_five_minutes_later()
    {
        await _simulator.DisconnectNodeAsync("node-1");
        await AdvanceAsync(39);
        Assert.Equal("True", ReadyOfNode());
        await AdvanceAsync(2);
        Assert.Equal("Unknown", ReadyOfNode());
        Assert.Equal("False", Condition("Ready"));
        Assert.Contains("NodeNotReady: Node is not ready", _pods.Events("p"));

        await AdvanceAsync(298);
        Assert.Equal("Running", _pods.Get("p").State);
        await AdvanceAsync(4);
        Assert.Equal("Terminating", _pods.Get("p").State);
        Assert.Equal("True", Condition("DisruptionTarget"));
        await AdvanceAsync(600);
        Assert.Equal("Terminating", _pods.Get("p").State);

        await _simulator.ReconnectNodeAsync("node-1");
        await StepUntilGoneAsync();
        Assert.Equal("True", ReadyOfNode());
        Assert.Null(Node()["spec"]!["taints"]);
    }

    [Fact]
    public async Task Pods_of_a_node_that_comes_back_in_time_are_ready_again()
    {
        await _simulator.DisconnectNodeAsync("node-1");
        await AdvanceAsync(60);
        Assert.Equal("False", Condition("Ready"));
        await _simulator.ReconnectNodeAsync("node-1");
        for (var step = 0; step < 60 && (ReadyOfNode() != "True" || Condition("Ready") != "True"); step++)
        {
            await AdvanceAsync(1);
        }

        await AdvanceAsync(400);
        Assert.Equal(("True", "Running", ""), (Condition("Ready"), _pods.Get("p").State, Condition("DisruptionTarget") ?? ""));
    }

    [Fact]
    public async Task Nobody_reaches_a_container_on_a_silent_node()
    {
        await _simulator.DisconnectNodeAsync("node-1");
        using var log = await _pods.Client.SendAsync("GET", "/api/v1/namespaces/default/pods/p/log");
        Assert.Equal(500, (int)log.StatusCode);
        Assert.Contains("no route to host", await log.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => _simulator.EvictPodAsync("default", "p"));
        await Assert.ThrowsAsync<ArgumentException>(() => _simulator.DisconnectNodeAsync("node-9"));
    }

    [Fact]
    public async Task A_taint_that_a_pod_does_not_tolerate_drives_it_away_at_once()
    {
        await _pods.Client.JsonAsync(
            "PATCH",
            "/api/v1/nodes/node-1",
            JsonNode.Parse("""{"spec":{"taints":[{"key":"gone","effect":"NoExecute"}]}}"""),
            contentType: "application/merge-patch+json");
        await StepUntilGoneAsync();
    }

    [Fact]
    public async Task An_evicted_pod_fails_and_stays()
    {
        await _simulator.EvictPodAsync("default", "p", "The node was low on resource: memory.");
        await _pods.StepUntilAsync(_clock, Second, "p", pod => pod.Status?.Phase == "Failed" && pod.Status.Message is not null);
        var pod = _pods.Get("p");
        Assert.Equal(("Evicted", "The node was low on resource: memory."), (pod.Status!.Reason, pod.Status.Message));
        Assert.Contains("Evicted: The node was low on resource: memory.", _pods.Events("p"));
    }

    private async Task AdvanceAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await _simulator.SettleAsync();
    }

    private async Task StepUntilGoneAsync()
    {
        for (var step = 0; step < 60 && _simulator.Store.Find(ResourceTypes.Pods, "default", "p") is not null; step++)
        {
            await AdvanceAsync(1);
        }

        Assert.Null(_simulator.Store.Find(ResourceTypes.Pods, "default", "p"));
    }

    private JsonObject Node() => _simulator.Store.Get(ResourceTypes.Nodes, "", "node-1").ToJson();

    private string? ReadyOfNode() => Node()["status"]!["conditions"]!.AsArray()
        .Where(condition => (string?)condition!["type"] == "Ready").Select(condition => (string?)condition!["status"]).Single();

    private string? Condition(string type) =>
        _pods.Get("p").Status!.Conditions.FirstOrDefault(condition => condition.Type == type)?.Status;
}
