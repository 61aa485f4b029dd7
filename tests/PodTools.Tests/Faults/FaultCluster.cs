using System.Text.Json.Nodes;
using PodTools.Kubernetes;

namespace PodTools.Tests.Faults;

/// <summary>The simulated cluster behind the faults, with one running pod that all look at and go into.</summary>
public sealed class FaultCluster : IAsyncLifetime
{
    public const string Running = "web";

    public PodSimulator Simulator { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public PodClient Pods { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Simulator = await PodSimulator.StartAsync(new() { Name = $"faults-{Guid.NewGuid():n}"[..16], Metrics = true });
        Token = (await Kubernetes.KubeConfig.Load(Simulator.KubeConfig).Resolve(null).Credentials.GetAsync(default)).Token!;
        Pods = new(KubernetesConnection.Open(Simulator.KubeConfig));
        await Pods.CreateAsync("default", Manifest(Running, "default-scheduler"));
        await new PodWaiter(Pods).WaitAsync("default", Running, PodWaitCondition.Ready, new PodWaitOptions { Timeout = TimeSpan.FromSeconds(60) });
    }

    public async Task DisposeAsync() => await Simulator.DisposeAsync();

    /// <summary>A pod; with the scheduler "none" nothing changes it but the test.</summary>
    public static JsonObject Manifest(string name, string scheduler = "none") => new()
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
                ["command"] = new JsonArray("sh", "-c", "echo a line; sleep 3600"),
            }),
        },
    };
}
