using System.Text.Json.Nodes;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;

namespace PodTools.Benchmarks;

/// <summary>
/// The cluster that is measured against: a simulator in this process, or the one whose kubeconfig PODTOOLS_TEST_KUBECONFIG
/// names. Everything happens in a namespace of its own, which goes at the end.
/// </summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    /// <summary>A pod with a shell, which is always there.</summary>
    public const string Shell = "shell-0";

    /// <summary>The label selector of the pods with a shell.</summary>
    public const string Shells = "app=shell";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly KubernetesConnection _connection;
    private readonly PodClient _pods;
    private int _shells;

    private BenchCluster(PodSimulator? simulator, string kubeConfig)
    {
        (Simulator, KubeConfig) = (simulator, kubeConfig);
        _connection = KubernetesConnection.Open(kubeConfig);
        _pods = new PodClient(_connection);
    }

    /// <summary>The simulator; null for a real cluster.</summary>
    public PodSimulator? Simulator { get; }

    /// <summary>The path of the kubeconfig.</summary>
    public string KubeConfig { get; }

    /// <summary>The namespace of the benchmarks.</summary>
    public string Namespace { get; } = $"podtools-bench-{Guid.NewGuid().ToString("n")[..8]}";

    /// <summary>Opens the cluster.</summary>
    public static async Task<BenchCluster> OpenAsync(CancellationToken stop)
    {
        var given = Environment.GetEnvironmentVariable("PODTOOLS_TEST_KUBECONFIG");
        var simulator = string.IsNullOrEmpty(given) ? await PodSimulator.StartAsync(new PodSimulatorOptions { Name = "benchmarks" }, stop) : null;
        var cluster = new BenchCluster(simulator, simulator?.KubeConfig ?? given!);
        var namespaces = new NamespaceClient(cluster._connection);
        await namespaces.CreateAsync(cluster.Namespace, cancellationToken: stop);
        await namespaces.WaitUntilUsableAsync(cluster.Namespace, Patience, stop);
        await cluster.NeedShellsAsync(1, stop);
        return cluster;
    }

    /// <summary>Sees to it that so many pods with a shell run.</summary>
    public async Task NeedShellsAsync(int count, CancellationToken stop)
    {
        var missing = Enumerable.Range(_shells, Math.Max(0, count - _shells)).Select(i => $"shell-{i}").ToList();
        await Task.WhenAll(missing.Select(name => RunPodAsync(name, "busybox", ["sh", "-c", "while :; do sleep 3600; done"], stop)));
        _shells = Math.Max(_shells, count);
    }

    /// <summary>Creates a pod and waits until it is ready.</summary>
    /// <param name="name">Its name; what stands before the last dash is its label <c>app</c>.</param>
    /// <param name="image">Its image.</param>
    /// <param name="command">What it runs; empty for what the image runs.</param>
    /// <param name="stop">Stops waiting.</param>
    public async Task RunPodAsync(string name, string image, string[] command, CancellationToken stop)
    {
        var container = new JsonObject { ["name"] = "main", ["image"] = image, ["imagePullPolicy"] = "IfNotPresent" };
        if (command.Length > 0)
        {
            container["command"] = new JsonArray([.. command.Select(word => JsonValue.Create(word))]);
        }

        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = name.Split('-')[0] } },
            ["spec"] = new JsonObject { ["terminationGracePeriodSeconds"] = 0, ["containers"] = new JsonArray(container) },
        };
        await _pods.CreateAsync(Namespace, pod, cancellationToken: stop);
        await new PodWaiter(_pods).WaitAsync(Namespace, name, PodWaitCondition.Ready, new PodWaitOptions { Timeout = Patience }, stop);
    }

    /// <summary>Runs a line of shell in a pod, which must succeed.</summary>
    public async Task ShellAsync(string pod, string line, CancellationToken stop)
    {
        var options = new ExecOptions { Command = ["sh", "-c", line] };
        var exit = await ExecClient.RunAsync(_connection, Namespace, pod, options, null, Stream.Null, Stream.Null, stop);
        if (!exit.Succeeded)
        {
            throw new InvalidOperationException($"'{line}' in pod '{pod}' failed: {exit}");
        }
    }

    /// <summary>Removes the namespace and waits until it is gone, and stops the simulator.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var namespaces = new NamespaceClient(_connection);
        var used = await namespaces.GetAsync(Namespace, limit.Token);
        await namespaces.DeleteAsync(Namespace, cancellationToken: limit.Token);
        await namespaces.WaitUntilGoneAsync(used, limit.Token);
        if (Simulator is not null)
        {
            await Simulator.DisposeAsync();
        }
    }
}
