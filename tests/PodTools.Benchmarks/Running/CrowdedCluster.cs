using System.Text.Json.Nodes;
using PodTools.Kubernetes;

namespace PodTools.Benchmarks;

/// <summary>A simulator with very many pods that wait for a node, so that nothing but lists is measured.</summary>
internal sealed class CrowdedCluster : IAsyncDisposable
{
    /// <summary>How many list requests can be told from one another.</summary>
    private const int CountLimit = 1000;
    private const int Workers = 8;
    private readonly PodSimulator _simulator;

    private CrowdedCluster(PodSimulator simulator) => _simulator = simulator;

    /// <summary>The path of the kubeconfig.</summary>
    public string KubeConfig => _simulator.KubeConfig;

    /// <summary>Starts a cluster with so many pods.</summary>
    public static async Task<CrowdedCluster> StartAsync(int pods, CancellationToken stop)
    {
        var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Name = "crowded", Nodes = 0 }, stop);
        var client = new PodClient(KubernetesConnection.Open(simulator.KubeConfig));
        var work = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = stop };
        await Parallel.ForEachAsync(Enumerable.Range(0, pods), work, async (i, cancel) =>
            await client.CreateAsync("default", PodNumber(i), cancellationToken: cancel));
        return new(simulator);
    }

    /// <summary>Counts the list requests that some work makes.</summary>
    /// <param name="work">The work.</param>
    public async Task<(Sample Sample, int Requests)> CountAsync(Func<Task<Sample>> work)
    {
        // Faults that do no harm, of which each request uses up another one.
        _simulator.Faults.Clear();
        for (var times = 1; times <= CountLimit; times++)
        {
            _simulator.Faults.Add(new PodSimulatorFault { Path = "/api/v1/pods", Methods = ["GET"], Times = times });
        }

        var sample = await work();
        var count = CountLimit - _simulator.Faults.Current.Count;
        _simulator.Faults.Clear();
        return (sample, count);
    }

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    private static JsonObject PodNumber(int i) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = $"pod-{i:00000}", ["labels"] = new JsonObject { ["app"] = "crowd", ["part"] = $"{i % 10}" } },
        ["spec"] = new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "busybox", ["imagePullPolicy"] = "IfNotPresent" }),
        },
    };
}
