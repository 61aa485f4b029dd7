using PodTools.Simulator.Store;

namespace PodTools;

/// <summary>
/// A cluster that exists only in this process: an API server on 127.0.0.1 with TLS and a token, and nodes that run pods.
/// PodTools, kubectl and client libraries reach it through the kubeconfig file that it writes.
/// </summary>
public sealed class PodSimulator : IAsyncDisposable
{
    private PodSimulator(PodSimulatorOptions options, ObjectStore store)
    {
        Name = Context = options.Name;
        Store = store;
        Server = new Uri("https://127.0.0.1:0");
        KubeConfig = Token = "";
    }

    /// <summary>The name of the cluster.</summary>
    public string Name { get; }

    /// <summary>The address of its API server.</summary>
    public Uri Server { get; }

    /// <summary>The path of a kubeconfig file for it, readable by this user only, that goes when the simulator stops.</summary>
    public string KubeConfig { get; }

    /// <summary>The name of the context in the kubeconfig file.</summary>
    public string Context { get; }

    /// <summary>The disturbances in force.</summary>
    public IList<PodSimulatorFault> Faults { get; } = [];

    internal string Token { get; }

    internal ObjectStore Store { get; }

    /// <summary>Starts a cluster; it serves requests when the task completes.</summary>
    /// <param name="options">What it is like; null for one node on the system's clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    public static Task<PodSimulator> StartAsync(PodSimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PodSimulatorOptions();
        return Task.FromResult(new PodSimulator(options, new ObjectStore(options.TimeProvider)));
    }

    /// <summary>Stops the pods and the server, and removes the kubeconfig file. Nothing of it is left afterwards.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
