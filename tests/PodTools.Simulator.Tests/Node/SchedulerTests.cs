using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Node;

public sealed class SchedulerTests
{
    [Theory]
    [InlineData("""{"nodeSelector":{"disk":"ssd"}}""", "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling..")]
    [InlineData("""{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"disk","operator":"Exists"}]}]}}}}""", "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling..")]
    public async Task A_pod_that_fits_nowhere_is_told_why_and_goes_where_it_fits_later(string spec, string message)
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 2 });
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync(Pod("p", spec));
        var pod = await pods.UntilAsync("p", pod => pod.Status?.Conditions.Count > 0);
        Assert.Equal(("False", "Unschedulable", message), (pod.Status!.Conditions[0].Status, pod.Status.Conditions[0].Reason, pod.Status.Conditions[0].Message));
        Assert.Equal("FailedScheduling: " + message, Assert.Single(pods.Events("p")));

        await pods.Client.JsonAsync("PATCH", "/api/v1/nodes/node-2", JsonNode.Parse("""{"metadata":{"labels":{"disk":"ssd"}}}"""), contentType: "application/merge-patch+json");
        Assert.Equal("node-2", (await pods.UntilAsync("p", pod => pod.State == "Running")).Node);
    }

    [Fact]
    public async Task A_tainted_node_takes_only_pods_that_tolerate_it()
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.Client.JsonAsync("PATCH", "/api/v1/nodes/node-1", JsonNode.Parse("""{"spec":{"taints":[{"key":"gpu","value":"yes","effect":"NoSchedule"}]}}"""), contentType: "application/merge-patch+json");
        await pods.CreateAsync(Pod("t", """{"tolerations":[{"key":"gpu","operator":"Exists"}]}"""));
        await pods.UntilAsync("t", pod => pod.State == "Running");
        await pods.CreateAsync(Pod("p", "{}"));
        var pod = await pods.UntilAsync("p", pod => pod.Status?.Conditions.Count > 0);
        Assert.StartsWith("0/1 nodes are available: 1 node(s) had untolerated taint {gpu: yes}.", pod.Status!.Conditions[0].Message);
    }

    [Fact]
    public async Task Pods_spread_over_the_nodes()
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 3 });
        using var pods = new PodWatcher(simulator);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await pods.CreateAsync(Pod(name, "{}"));
        }

        var nodes = new HashSet<string?>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            nodes.Add((await pods.UntilAsync(name, pod => pod.Node is not null)).Node);
        }

        Assert.Equal(3, nodes.Count);
    }

    private static string Pod(string name, string spec)
    {
        var json = JsonNode.Parse(spec)!.AsObject();
        json["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "nginx" });
        return new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = json }.ToJsonString();
    }
}
