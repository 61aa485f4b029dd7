using System.Text.Json.Nodes;
using PodTools.Simulator.Store;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Api;

public sealed class MetricsTests
{
    private const string Pods = "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods";

    [Fact]
    public async Task A_cluster_has_metrics_only_when_it_is_asked_to()
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0 });
        using var client = new SimulatorClient(simulator);
        using var response = await client.SendAsync("GET", Pods);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_running_pod_uses_half_of_what_it_requests()
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 1, Metrics = true });
        using var client = new SimulatorClient(simulator);
        await client.JsonAsync("POST", "/api/v1/namespaces/default/pods", JsonNode.Parse("""
            {"metadata":{"name":"web"},"spec":{"schedulerName":"none","containers":[{"name":"main","image":"busybox","resources":{"requests":{"cpu":"200m","memory":"64Mi"}}}]}}
            """), 201);
        Assert.Empty((await client.JsonAsync("GET", Pods))["items"]!.AsArray());
        simulator.Store.Update(ResourceTypes.Pods, "default", "web", pod =>
        {
            pod["status"]!["phase"] = "Running";
            return pod;
        });

        var metrics = await client.JsonAsync("GET", $"{Pods}/web");

        Assert.Equal("""{"cpu":"100m","memory":"32Mi"}""", metrics["containers"]![0]!["usage"]!.ToJsonString());
        var groups = (await client.JsonAsync("GET", "/apis"))["groups"]!.AsArray().Select(group => (string?)group!["name"]);
        Assert.Contains("metrics.k8s.io", groups);
    }
}
