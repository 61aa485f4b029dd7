using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Forwards local ports to pods.</summary>
/// <remarks>
/// Returns when the ports are listened on and emits one session for each. A connection that fails never harms another. When
/// the pod goes, the listener stays and moves to a ready replacement of the service, deployment or selector. The ports are
/// released by Stop-PodPortForward, when the module is removed, and when the process ends.
/// </remarks>
/// <example>
/// <code>Start-PodPortForward http-go 8888:8080</code>
/// <para>Forwards the local port 8888 to the port 8080 of a pod.</para>
/// </example>
/// <example>
/// <code>$forward = Start-PodPortForward -Service web -Port :http; Invoke-WebRequest "http://localhost:$($forward.LocalPort)/"</code>
/// <para>Forwards a free local port to the port named http of a service, and calls it.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "PodPortForward", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodPortForward))]
public sealed class StartPodPortForwardCommand : ClusterCmdlet
{
    private const string ByService = "ByService";
    private const string ByDeployment = "ByDeployment";

    /// <summary>The name of the pod.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ByName)]
    [ArgumentCompleter(typeof(Completion.PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

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
    [ValidateNotNullOrEmpty]
    public object? LabelSelector { get; set; }

    /// <summary>The ports: 8888:8080 (local and remote), 8080 (both), :8080 (a free local one), or 8888:web (a named one).</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = [];

    /// <summary>The local addresses to listen on: IP addresses of this machine, or localhost for both loopback addresses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [PortForwarder.DefaultAddress];

    /// <summary>The namespace. Without it: that of the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ns")]
    [ArgumentCompleter(typeof(Completion.NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Stays until it is stopped, and stops the forwarding then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var ports = Port.Select(PortSpec.Parse).ToList();
        var connection = Pod is null ? null : KubernetesConnection.For(Pod);
        var cluster = connection is null ? OpenCluster(pipeline) : new Cluster(connection, Pod!.Namespace!);
        var target = await TargetAsync(cluster, stop);
        if (!pipeline.ShouldProcess(target.Name, $"Forward the ports {string.Join(", ", Port)}"))
        {
            return;
        }

        var sessions = await PortForwarder.StartAsync(cluster.Connection, target, ports, Address, stop);
        foreach (var session in sessions)
        {
            PortForwards.Add(session);
            pipeline.Write(session);
        }

        if (On(Wait))
        {
            await StayAsync(sessions, stop);
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
            _ => new PodTarget(cluster.Connection, ns, Pod?.Name ?? Name!),
        };
    }

    private static async Task StayAsync(IReadOnlyList<PodPortForward> sessions, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(sessions.Select(session => session.Completion)).WaitAsync(stop);
        }
        finally
        {
            foreach (var session in sessions)
            {
                PortForwards.Stop(session);
            }
        }
    }
}
