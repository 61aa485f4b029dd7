using System.Text.Json.Nodes;
using PodTools.Kubernetes;

namespace PodTools.Tests.Faults;

/// <summary>The simulated cluster behind the faults, with one running pod that all look at and go into, and one that always has something to say.</summary>
public sealed class FaultCluster : IAsyncLifetime
{
    public const string Running = "web";

    public const string Talking = "talker";

    public PodSimulator Simulator { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public PodClient Pods { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Simulator = await PodSimulator.StartAsync(new() { Name = $"faults-{Guid.NewGuid():n}"[..16], Metrics = true });
        Token = (await Kubernetes.KubeConfig.Load(Simulator.KubeConfig).Resolve(null).Credentials.GetAsync(default)).Token!;
        Pods = new(KubernetesConnection.Open(Simulator.KubeConfig));
        await Task.WhenAll(
            RunAsync(Manifest(Running, "default-scheduler")),
            RunAsync(Manifest(Talking, "default-scheduler", "while :; do echo again; sleep 0.2; done")));
    }

    public async Task DisposeAsync() => await Simulator.DisposeAsync();

    /// <summary>A pod; with the scheduler "none" nothing changes it but the test.</summary>
    public static JsonObject Manifest(string name, string scheduler = "none", string script = "echo a line; sleep 3600") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["old"] = "label" }, ["annotations"] = new JsonObject { ["old"] = "note" } },
        ["spec"] = new JsonObject
        {
            ["schedulerName"] = scheduler,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = "busybox",
                ["command"] = new JsonArray("sh", "-c", script),
            }),
        },
    };

    private async Task RunAsync(JsonObject manifest)
    {
        var pod = await Pods.CreateAsync("default", manifest);
        await new PodWaiter(Pods).WaitAsync("default", pod.Name!, PodWaitCondition.Ready, new PodWaitOptions { Timeout = TimeSpan.FromSeconds(60) });
    }
}
