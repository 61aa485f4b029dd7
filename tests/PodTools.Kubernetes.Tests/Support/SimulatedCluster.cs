using System.Text.Json.Nodes;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests;

/// <summary>A simulated cluster that the tests of one class share; each test takes a namespace of its own.</summary>
public sealed class SimulatedCluster : IAsyncLifetime
{
    private int _namespaces;

    public PodSimulator Simulator { get; private set; } = null!;

    public KubernetesConnection Connection { get; private set; } = null!;

    public PodClient Pods => new(Connection);

    public async Task InitializeAsync()
    {
        Simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Name = $"client-{Guid.NewGuid():N}" });
        Connection = KubernetesConnection.Open(Simulator.KubeConfig);
    }

    public async Task DisposeAsync() => await Simulator.DisposeAsync();

    /// <summary>A connection of one's own, which goes by a clock.</summary>
    public KubernetesConnection Connect(TimeProvider clock) => new(KubeConfig.Load(Simulator.KubeConfig).Resolve(null), TestConnections.Quick with { TimeProvider = clock });

    /// <summary>A connection that the proxy disturbs.</summary>
    public KubernetesConnection Through(FaultProxy proxy)
    {
        var direct = KubeConfig.Load(Simulator.KubeConfig).Resolve(null);
        return new(
            new() { Context = direct.Context, Server = new UriBuilder(direct.Server) { Port = proxy.Port }.Uri, Trust = direct.Trust, Credentials = direct.Credentials },
            TestConnections.Quick);
    }

    public async Task<string> NewNamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await new NamespaceClient(Connection).CreateAsync(name);
        return name;
    }

    /// <summary>A pod that no scheduler takes, so that nothing changes it but the test.</summary>
    public static JsonObject Manifest(string name, string scheduler = "none", string image = "nginx", string restartPolicy = "Always", params string[] command) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = "test" } },
        ["spec"] = new JsonObject
        {
            ["schedulerName"] = scheduler,
            ["restartPolicy"] = restartPolicy,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = image,
                ["imagePullPolicy"] = "IfNotPresent",
                ["command"] = new JsonArray([.. command.Select(c => (JsonNode?)c)]),
            }),
        },
    };
}
