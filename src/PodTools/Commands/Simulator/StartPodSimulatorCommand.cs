using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Starts a simulated cluster in this process and makes it the current one.</summary>
/// <remarks>
/// The cluster has an API server on 127.0.0.1 with TLS and a token, and nodes that give pods the life that a kubelet gives
/// them. PodTools, kubectl and every client library reach it through the kubeconfig file in the KubeConfig property. It ends
/// with Stop-PodSimulator, when the runspace that started it removes the module, or with the process.
/// </remarks>
/// <example>
/// <code>Start-PodSimulator</code>
/// <para>Starts a cluster of one node. All cmdlets that name no context use it from now on.</para>
/// </example>
/// <example>
/// <code>$rehearsal = Start-PodSimulator rehearsal -Nodes 3 -Speed 60; kubectl --kubeconfig $rehearsal.KubeConfig get nodes</code>
/// <para>Starts three nodes on which a minute passes in a second, and looks at them with kubectl.</para>
/// </example>
/// <example>
/// <code>kubectl get namespaces,nodes,pods,events --all-namespaces --output yaml > cluster.yaml; Start-PodSimulator -Snapshot cluster.yaml; Get-PodDiagnosis -AllNamespaces</code>
/// <para>Rehearses a runbook on a copy of what stands in a real cluster, without touching that.</para>
/// </example>
/// <seealso cref="StopPodSimulatorCommand"/>
/// <seealso cref="SetPodSimulatorImageCommand"/>
/// <seealso cref="SetPodSimulatorFaultCommand"/>
/// <seealso cref="StepPodSimulatorCommand"/>
/// <seealso>about_PodTools_Simulator</seealso>
[Cmdlet(VerbsLifecycle.Start, "PodSimulator", SupportsShouldProcess = true)]
[OutputType(typeof(PodSimulator))]
public sealed class StartPodSimulatorCommand : PodCmdlet
{
    /// <summary>The name of the cluster and of its context.</summary>
    [Parameter(Position = 0)]
    [ValidatePattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public string Name { get; set; } = "simulator";

    /// <summary>The number of nodes, named node-1 and on. Without it: one, or those of the snapshot when it holds any.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? Nodes { get; set; }

    /// <summary>How many times faster than the clock pods live: with 60, a minute of back-off takes a second.</summary>
    [Parameter]
    [ValidateRange(0.001, 1000000)]
    public double Speed { get; set; } = 1;

    /// <summary>System for the clock of this machine, Manual for one that stands still until Step-PodSimulator moves it.</summary>
    [Parameter]
    [ValidateSet("System", "Manual")]
    public string Clock { get; set; } = "System";

    /// <summary>
    /// Files with objects of another cluster, YAML or JSON, with which this one begins; wildcards and folders are allowed.
    /// Their pods show the state in which they were recorded and run nothing.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Snapshot { get; set; } = [];

    /// <summary>Serves cpu and memory of pods under metrics.k8s.io, as a cluster with a metrics server does.</summary>
    [Parameter]
    public SwitchParameter Metrics { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (!pipeline.ShouldProcess($"simulator '{Name}'", "Start"))
        {
            return;
        }

        if (Simulators.Contains(Name))
        {
            throw AlreadyRunning();
        }

        var snapshot = await ReadSnapshotAsync(pipeline, stop);
        var clock = Clock == "Manual" ? new ManualClock() : null;
        var options = new PodSimulatorOptions
        {
            Name = Name,
            Nodes = Nodes ?? (snapshot.Any(IsNode) ? 0 : 1),
            Snapshot = snapshot,
            Speed = Speed,
            Metrics = On(Metrics),
            TimeProvider = clock ?? TimeProvider.System,
        };
        var simulator = await StartAsync(options, stop);
        if (!Simulators.TryAdd(simulator, clock))
        {
            await simulator.DisposeAsync();
            throw AlreadyRunning();
        }

        pipeline.Write(simulator);
    }

    private static async Task<PodSimulator> StartAsync(PodSimulatorOptions options, CancellationToken stop)
    {
        try
        {
            return await PodSimulator.StartAsync(options, stop);
        }
        catch (ArgumentException invalid)
        {
            throw new PodCommandException(
                "SnapshotInvalid", ErrorCategory.InvalidData, invalid.Message, "Take it with: kubectl get namespaces,nodes,pods,events --all-namespaces --output yaml", invalid);
        }
    }

    private static bool IsNode(JsonObject json) => json["kind"]?.ToString() == "Node";

    private async Task<IReadOnlyList<JsonObject>> ReadSnapshotAsync(IPipeline pipeline, CancellationToken stop)
    {
        var objects = new List<JsonObject>();
        foreach (var file in Snapshot.SelectMany(path => ManifestInput.FilesOf(path, literal: false, pipeline)))
        {
            objects.AddRange((await ManifestInput.ReadAsync(file, stop)).Select(manifest => manifest.Root));
        }

        foreach (var unknown in objects.Where(json => !PodSimulator.Serves(json)).GroupBy(json => json["kind"]?.ToString()))
        {
            pipeline.Warn($"Simulators hold no objects of kind {unknown.Key}: {unknown.Count()} of the snapshot left out.");
        }

        return objects;
    }

    private PodCommandException AlreadyRunning() => new(
        "SimulatorAlreadyRunning",
        ErrorCategory.ResourceExists,
        $"A simulator '{Name}' runs already.",
        "Stop it with Stop-PodSimulator, or give another -Name.");
}
