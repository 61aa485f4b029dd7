using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Disturbs a simulated cluster, to rehearse what is done then.</summary>
/// <remarks>
/// Requests can be answered with an error, held back or cut off; these faults stay until they have hit -Times requests, or
/// until -Clear ends them all. Other disturbances happen once: connections are cut, history is forgotten so that watches and
/// pages meet 410, a node falls silent or comes back, a node evicts a pod.
/// </remarks>
/// <example>
/// <code>Set-PodSimulatorFault -StatusCode 429 -RetryAfter 1 -Times 3</code>
/// <para>Refuses the next three requests for a second.</para>
/// </example>
/// <example>
/// <code>Set-PodSimulatorFault -Path '*/pods/*/log*' -CutAfter 1000</code>
/// <para>Cuts every log after a thousand bytes.</para>
/// </example>
/// <example>
/// <code>Set-PodSimulatorFault -NodeDown node-1</code>
/// <para>Lets a node fall silent, as for want of power.</para>
/// </example>
/// <seealso cref="StartPodSimulatorCommand"/>
/// <seealso cref="SetPodSimulatorImageCommand"/>
/// <seealso>about_PodTools_Simulator</seealso>
[Cmdlet(VerbsCommon.Set, "PodSimulatorFault", SupportsShouldProcess = true, DefaultParameterSetName = RequestSet)]
[OutputType(typeof(PodSimulatorFault))]
public sealed class SetPodSimulatorFaultCommand : SimulatorCmdlet
{
    private const string RequestSet = "Request";

    /// <summary>Which requests are hit: a part of the path, with * as wildcard.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "*";

    /// <summary>Which methods are hit, such as GET. Without it: all.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateSet("GET", "POST", "PUT", "PATCH", "DELETE")]
    public string[] Method { get; set; } = [];

    /// <summary>The status to answer with, such as 429, 401 or 503.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateRange(400, 599)]
    public int? StatusCode { get; set; }

    /// <summary>After how many seconds the answer says to try again.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateRange(0, int.MaxValue)]
    public int? RetryAfter { get; set; }

    /// <summary>How long answers are held back, as a time span or in seconds.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [DurationTransform]
    public TimeSpan Latency { get; set; }

    /// <summary>After how many bytes of the answer the connection is cut.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateRange(0, long.MaxValue)]
    public long? CutAfter { get; set; }

    /// <summary>How many requests are hit. Without it: all until -Clear.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Times { get; set; }

    /// <summary>Emits the fault.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Cuts all connections that are open.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(CutConnections))]
    public SwitchParameter CutConnections { get; set; }

    /// <summary>Forgets the history of all objects: watches and pages of lists that go back further are told 410 Expired.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(CompactHistory))]
    public SwitchParameter CompactHistory { get; set; }

    /// <summary>Lets these nodes fall silent.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(NodeDown))]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NodeDown { get; set; } = [];

    /// <summary>Lets these nodes come back.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(NodeUp))]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NodeUp { get; set; } = [];

    /// <summary>Lets the node of these pods evict them, as for want of memory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(EvictPod))]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] EvictPod { get; set; } = [];

    /// <summary>With -EvictPod: the namespace of the pods.</summary>
    [Parameter(ParameterSetName = nameof(EvictPod))]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string Namespace { get; set; } = "default";

    /// <summary>Ends all faults of requests.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Clear))]
    public SwitchParameter Clear { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var simulator in FindSimulators(pipeline))
        {
            if (pipeline.ShouldProcess($"simulator '{simulator.Name}'", On(Clear) ? "Clear the faults" : "Disturb"))
            {
                await DisturbAsync(simulator, pipeline);
            }
        }
    }

    private async Task DisturbAsync(PodSimulator simulator, IPipeline pipeline)
    {
        if (On(Clear))
        {
            simulator.Faults.Clear();
        }
        else if (On(CutConnections))
        {
            simulator.CutConnections();
        }
        else if (On(CompactHistory))
        {
            simulator.CompactHistory();
        }
        else if (NodeDown.Length + NodeUp.Length + EvictPod.Length > 0)
        {
            await DisturbNodesAsync(simulator);
        }
        else
        {
            AddFault(simulator, pipeline);
        }
    }

    private async Task DisturbNodesAsync(PodSimulator simulator)
    {
        foreach (var node in NodeDown)
        {
            await simulator.DisconnectNodeAsync(node);
        }

        foreach (var node in NodeUp)
        {
            await simulator.ReconnectNodeAsync(node);
        }

        foreach (var pod in EvictPod)
        {
            await simulator.EvictPodAsync(Namespace, pod);
        }
    }

    private void AddFault(PodSimulator simulator, IPipeline pipeline)
    {
        if (StatusCode is null && CutAfter is null && Latency == TimeSpan.Zero)
        {
            throw new PodCommandException(
                "NoFaultGiven", ErrorCategory.InvalidArgument, "No fault was named.", "Give -StatusCode, -Latency, -CutAfter or another disturbance.");
        }

        var fault = new PodSimulatorFault
        {
            Path = Path,
            Methods = Method,
            StatusCode = StatusCode,
            RetryAfter = RetryAfter,
            Latency = Latency,
            CutAfter = CutAfter,
            Times = Times,
        };
        simulator.Faults.Add(fault);
        if (On(PassThru))
        {
            pipeline.Write(fault);
        }
    }
}
