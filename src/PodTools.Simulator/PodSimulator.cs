using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PodTools.Simulator;
using PodTools.Simulator.Api;
using PodTools.Simulator.Api.Access;
using PodTools.Simulator.Api.Discovery;
using PodTools.Simulator.Api.Faults;
using PodTools.Simulator.Api.Metrics;
using PodTools.Simulator.Api.Rules;
using PodTools.Simulator.Controllers;
using PodTools.Simulator.Http;
using PodTools.Simulator.Node;
using PodTools.Simulator.Node.Sandboxes;
using PodTools.Simulator.Snapshots;
using PodTools.Simulator.Store;
using PodTools.Simulator.Streams;

namespace PodTools;

/// <summary>
/// A cluster that exists only in this process: an API server on 127.0.0.1 with TLS and a token, and nodes that run pods.
/// PodTools, kubectl and client libraries reach it through the kubeconfig file that it writes.
/// </summary>
public sealed class PodSimulator : IAsyncDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ServerCertificate _certificate;
    private readonly HttpServer _http;
    private readonly SimulatorKubeConfig _kubeConfig;
    private readonly List<Task> _controllers;
    private readonly ApiServer _api;
    private readonly NodeRuntime _node;
    private readonly List<PosixSignalRegistration> _signals;
    private int _disposed;

    private PodSimulator(PodSimulatorOptions options)
    {
        Name = options.Name;
        Token = SimulatorKubeConfig.NewToken();
        Store = new ObjectStore(options.TimeProvider);
        _certificate = new ServerCertificate(options.Name);
        var namespaces = new NamespaceController(Store, _certificate.AuthorityPem);
        namespaces.CreateInitial();
        ClusterSnapshot.Restore(options.Snapshot, Store, namespaces);
        _http = new HttpServer(_certificate, exchange => _api!.HandleAsync(exchange));
        Server = new Uri($"https://127.0.0.1:{_http.Port}");
        _kubeConfig = new SimulatorKubeConfig(Name, Server, _certificate.AuthorityPem, Token);
        _node = new NodeRuntime(Store, options);
        _api = CreateApi(options, namespaces);
        _controllers = [namespaces.RunAsync(_stopping.Token), .. new GarbageCollector(Store).Run(_stopping.Token), .. new DisruptionController(Store).Run(_stopping.Token)];
        AppDomain.CurrentDomain.ProcessExit += StopWithProcess;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopWithProcess), PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopWithProcess)];
    }

    /// <summary>The name of the cluster.</summary>
    public string Name { get; }

    /// <summary>The address of its API server.</summary>
    public Uri Server { get; }

    /// <summary>The path of a kubeconfig file for it, readable by this user only, that goes when the simulator stops.</summary>
    public string KubeConfig => _kubeConfig.Path;

    /// <summary>The name of the context in the kubeconfig file.</summary>
    public string Context => Name;

    /// <summary>The disturbances in force.</summary>
    public PodSimulatorFaults Faults { get; } = new();

    internal string Token { get; }

    internal string AuthorityPem => _certificate.AuthorityPem;

    internal ObjectStore Store { get; }

    internal NodeRuntime Node => _node;

    /// <summary>Starts a cluster; it serves requests when the task completes.</summary>
    /// <param name="options">What it is like; null for one node on the system's clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options make no cluster, or its snapshot is none.</exception>
    public static async Task<PodSimulator> StartAsync(PodSimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PodSimulatorOptions();
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Name);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Nodes);
        cancellation.ThrowIfCancellationRequested();

        // Trying out this machine and making certificates take their time; side by side they take it once.
        _ = Isolation.IsAvailableAsync();
        var simulator = new PodSimulator(options);
        try
        {
            await simulator._node.StartAsync(cancellation).ConfigureAwait(false);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether a simulated cluster can hold an object: one of a kind that it serves.</summary>
    /// <param name="json">The object, with apiVersion and kind.</param>
    public static bool Serves(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ClusterSnapshot.TypeOf(json) is not null;
    }

    /// <summary>
    /// Says what containers of an image do, in place of what the simulator would make of it. It holds for containers that
    /// start from now on; describing an image again replaces what was said before.
    /// </summary>
    /// <param name="image">The image and its behaviour.</param>
    public void SetImage(SimulatedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _node.Images.Describe(image);
    }

    /// <summary>
    /// Waits until the nodes have done what there was to do, as after a clock was moved by hand. What local processes do
    /// takes its own time and is not waited for.
    /// </summary>
    public Task SettleAsync() => _node.SettleAsync();

    /// <summary>
    /// Forgets the history of all objects, as a cluster does every few minutes: watches and pages of lists that go back
    /// further are told 410 Expired.
    /// </summary>
    public void CompactHistory() => Store.Compact();

    /// <summary>
    /// Cuts every connection to the API server in whatever it is doing: lists, watches, logs, forwarded ports. New
    /// connections are accepted at once.
    /// </summary>
    public void CutConnections() => _http.CutConnections();

    /// <summary>
    /// Cuts a node off from the cluster. Its pods live on unheard: 40 seconds later, on the cluster's clock, the node is
    /// NotReady and its pods are not ready; when their tolerations run out, after five minutes by default, they are
    /// Terminating until the node is back or they are deleted by force.
    /// </summary>
    /// <param name="name">The node, as <c>node-1</c>.</param>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public Task DisconnectNodeAsync(string name) => ConnectAsync(name, connected: false);

    /// <summary>Connects a node again that was cut off. A node that is connected is left as it is.</summary>
    /// <param name="name">The node, as <c>node-1</c>.</param>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public Task ReconnectNodeAsync(string name) => ConnectAsync(name, connected: true);

    /// <summary>
    /// Lets a node evict a pod, as for want of memory: the pod fails with the reason Evicted and stays for somebody to
    /// look at. For an eviction that goes through the API and minds disruption budgets, ask the API.
    /// </summary>
    /// <param name="namespaceName">The namespace of the pod.</param>
    /// <param name="name">The name of the pod.</param>
    /// <param name="message">What the node ran out of; null for memory.</param>
    /// <exception cref="ArgumentException">No such pod runs on a node that can be reached.</exception>
    public async Task EvictPodAsync(string namespaceName, string name, string? message = null)
    {
        message ??= "The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. ";
        var uid = Store.Find(ResourceTypes.Pods, namespaceName, name)?.Uid ?? "";
        if (!await _node.EvictAsync(uid, message).ConfigureAwait(false))
        {
            throw new ArgumentException($"No pod \"{name}\" runs in namespace \"{namespaceName}\" of {Name}.", nameof(name));
        }
    }

    /// <summary>
    /// Stops the pods and the server, and removes the kubeconfig file. Nothing of it is left afterwards. A simulator that
    /// nobody disposes stops when its process ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        AppDomain.CurrentDomain.ProcessExit -= StopWithProcess;
        _signals.ForEach(signal => signal.Dispose());
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        await _node.DisposeAsync().ConfigureAwait(false);
        foreach (var controller in _controllers)
        {
            await controller.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _kubeConfig.Dispose();
        _certificate.Dispose();
        _stopping.Dispose();
    }

    // Nobody stopped it before the process ends: its containers must not live on.
    private void StopWithProcess(object? sender, EventArgs arguments) => Task.Run(() => DisposeAsync().AsTask()).Wait(ExitPatience);

    // PowerShell ends on a signal without any word to the application domain.
    private void StopWithProcess(PosixSignalContext context) => StopWithProcess(this, EventArgs.Empty);

    private async Task ConnectAsync(string node, bool connected)
    {
        if (!await _node.ConnectAsync(node, connected).ConfigureAwait(false))
        {
            throw new ArgumentException($"{Name} has no node \"{node}\".", nameof(node));
        }
    }

    private ApiServer CreateApi(PodSimulatorOptions options, NamespaceController namespaces) => new(
        new AccessControl(Token, options.Users),
        new FaultInjector(Faults),
        new DiscoveryDocuments(options.Version, Server.Authority, options.Metrics ? MetricsEndpoint.Types : []),
        new ResourceEndpoint(Store, new RuleBook(Store, namespaces, options.MinorVersion), new PodStreams(_node)),
        options.Metrics ? new MetricsEndpoint(Store) : null,
        options.TimeProvider);
}
