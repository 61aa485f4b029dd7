using System.Management.Automation;
using PodTools.Jobs;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Forwards local ports to pods.</summary>
/// <remarks>
/// Returns when the ports are listened on and emits one session for each. A connection that fails never harms another. When
/// the pod goes or its container restarts, the listener stays, its State says Waiting, and it moves to a ready replacement of
/// the same owner, service, deployment or selector; new connections wait for that for half a minute. The ports are released by
/// Stop-PodPortForward, when the runspace that started them removes the module, and when the process ends. The protocol has no
/// end of one direction: a client that has finished sending still gets its reply, but the pod is not told that nothing more comes.
/// </remarks>
/// <example>
/// <code>Start-PodPortForward http-go 8888:8080</code>
/// <para>Forwards the local port 8888 to the port 8080 of a pod.</para>
/// </example>
/// <example>
/// <code>Get-Pod web | Start-PodPortForward 8888:80, :443</code>
/// <para>Forwards two ports of a pod from the pipeline, the second from a free local port.</para>
/// </example>
/// <example>
/// <code>$job = Start-PodPortForward -Deployment web 8888:http -AsJob; Remove-Job $job -Force</code>
/// <para>Holds a port as long as a job exists.</para>
/// </example>
/// <example>
/// <code>$forward = Start-PodPortForward -Service web -Port :http; Invoke-WebRequest "http://localhost:$($forward.LocalPort)/"</code>
/// <para>Forwards a free local port to the port named http of a service, and calls it.</para>
/// </example>
/// <seealso cref="GetPodPortForwardCommand"/>
/// <seealso cref="StopPodPortForwardCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsLifecycle.Start, "PodPortForward", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodPortForward))]
public sealed class StartPodPortForwardCommand : ClusterCmdlet, IJobCmdlet
{
    private const string ByService = "ByService";
    private const string ByDeployment = "ByDeployment";

    /// <summary>What is released when this ends: with -Wait and -AsJob.</summary>
    private readonly List<PodPortForward> _held = [];

    /// <summary>
    /// The name of the pod. Behind a pipe, where the pod is known already, the first words stand for the ports:
    /// Get-Pod web | Start-PodPortForward 8888:8080.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ByName)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByPod)]
    [ArgumentCompleter(typeof(Completion.PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The pod, as Get-Pod emits it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByPod, ValueFromPipeline = true)]
    public Pod? Pod { get; set; }

    /// <summary>The name of a service: its ports are meant, and its pods take turns when one goes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByService)]
    [ValidateNotNullOrEmpty]
    public string? Service { get; set; }

    /// <summary>The name of a deployment, whose pods take turns when one goes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByDeployment)]
    [ValidateNotNullOrEmpty]
    public string? Deployment { get; set; }

    /// <summary>Labels of the pods that take turns when one goes: text or a hashtable, as for Get-Pod.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.BySelector)]
    [Alias("l")]
    [ArgumentCompleter(typeof(Completion.LabelCompleter))]
    [ValidateNotNullOrEmpty]
    public object? LabelSelector { get; set; }

    /// <summary>The ports: 8888:8080 (local and remote), 8080 (both), :8080 (a free local one), or 8888:web (a named one).</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ParameterSets.ByName)]
    [Parameter(Position = 1, ParameterSetName = ParameterSets.ByPod)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByService)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByDeployment)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.BySelector)]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = [];

    /// <summary>
    /// The local addresses to listen on: IP addresses of this machine (0.0.0.0 for all), or localhost for both loopback
    /// addresses, as far as this machine has them. The port must be free at all of them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [PortForwarder.DefaultAddress];

    /// <summary>The namespace. Without it: that of the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(Completion.NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Stays until it is stopped (Ctrl+C), and releases the ports then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// Emits a job that holds the ports: Receive-Job gives the sessions, and Stop-Job and Remove-Job release the ports.
    /// </summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>With -AsJob: the name of the job.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobName { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            await ForwardAsync(pipeline, stop);
        }
        catch (Exception exception) when (exception is KubernetesException or PodCommandException)
        {
            // The other pods of the pipeline are still forwarded to.
            pipeline.WriteError(ErrorRecords.From(exception, (object?)Pod ?? Service ?? Deployment ?? LabelSelector ?? Name[0]));
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(IPipeline pipeline, CancellationToken stop) =>
        Task.WhenAll(_held.Select(session => session.Completion)).WaitAsync(stop);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _held.ForEach(PortForwards.Stop);
        base.Dispose(disposing);
    }

    private async Task ForwardAsync(IPipeline pipeline, CancellationToken stop)
    {
        var ports = PortsAsked();
        var connection = Pod is null ? null : KubernetesConnection.For(Pod);
        var cluster = connection is null ? OpenCluster(pipeline) : new Cluster(connection, Pod!.Namespace!);
        var target = await TargetAsync(cluster, stop);
        if (!pipeline.ShouldProcess(target.Name, $"Forward the ports {string.Join(", ", ports)}"))
        {
            return;
        }

        foreach (var session in await StartAsync(cluster.Connection, target, ports, stop))
        {
            PortForwards.Add(session);
            if (On(Wait) || On(AsJob))
            {
                _held.Add(session);
            }

            pipeline.Write(session);
        }
    }

    /// <summary>The ports, of which behind a pipe the first stand where else the name of the pod does.</summary>
    private List<PortSpec> PortsAsked()
    {
        if (Pod is null && Name.Length > 1)
        {
            throw new PodCommandException(
                "PodAmbiguous", ErrorCategory.InvalidArgument, $"A port is forwarded to one pod, not to {Name.Length}.", "Call Start-PodPortForward for each, or use -LabelSelector.");
        }

        return [.. (Pod is null ? Port : Name.Concat(Port)).Select(PortSpec.Parse)];
    }

    private async Task<IReadOnlyList<PodPortForward>> StartAsync(
        KubernetesConnection connection, PortForwardTarget target, List<PortSpec> ports, CancellationToken stop)
    {
        try
        {
            return await PortForwarder.StartAsync(connection, target, ports, Address, stop);
        }
        catch (KubernetesException e) when (e.Reason == StreamReason.LocalPortUnavailable
            && PortForwards.All.FirstOrDefault(session => ports.Exists(port => port.LocalPort == session.LocalPort)) is { } taken)
        {
            throw new PodCommandException(
                e.Reason,
                ErrorCategory.ResourceExists,
                $"This process forwards the local port {taken.LocalPort} already, to {taken.Target} ({taken}).",
                $"Release it with Stop-PodPortForward {taken.LocalPort}, or choose another local port, or 0 for a free one.");
        }
    }

    private async Task<PortForwardTarget> TargetAsync(Cluster cluster, CancellationToken stop)
    {
        var ns = Namespace ?? cluster.Namespace;
        return this switch
        {
            { Service: { } service } => await ServiceTarget.OpenAsync(cluster.Connection, ns, service, stop),
            { Deployment: { } deployment } => await DeploymentTarget.OpenAsync(cluster.Connection, ns, deployment, stop),
            { LabelSelector: { } selector } => new SelectorTarget(cluster.Connection, ns, SelectorText.OfLabels(selector)!),
            _ => new PodTarget(cluster.Connection, ns, Pod?.Name ?? Name[0]),
        };
    }
}
