using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the events of pods, oldest first.</summary>
/// <remarks>
/// Events are what the scheduler, the kubelet and others report about a pod. Clusters keep them for about an hour. Without a
/// name the events of all pods of the namespace are emitted, also of pods that are gone.
/// </remarks>
/// <example>
/// <code>Get-PodEvent web</code>
/// <para>Shows what has happened to a pod.</para>
/// </example>
/// <example>
/// <code>Get-PodEvent -Watch | Where-Object Type -EQ Warning</code>
/// <para>Shows warnings about any pod of the namespace as they come, until Ctrl+C.</para>
/// </example>
/// <seealso cref="GetPodDetailCommand"/>
/// <seealso cref="WatchPodCommand"/>
/// <seealso cref="GetPodDiagnosisCommand"/>
[Cmdlet(VerbsCommon.Get, "PodEvent", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodEvent))]
public sealed class GetPodEventCommand : PodSelectionCmdlet
{
    private const string Watched = "PodTools.PodEvent#Watched";
    private const string OfPods = "involvedObject.kind=Pod";
    private readonly List<PodEvent> _found = [];
    private readonly List<Task> _watches = [];

    /// <summary>Looks in all namespaces.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Goes on with new events as they come, until it is stopped.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <inheritdoc/>
    private protected override bool MayMeanAll => true;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (Pod.Length == 0 && Query == PodQuery.Everything)
        {
            await TakeNamedAsync(pipeline, stop);
            return;
        }

        await foreach (var pod in SelectAsync(pipeline, stop))
        {
            await TakeAsync(KubernetesConnection.For(pod), pod.Namespace, EventClient.About(pod), [], pipeline, stop);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var found in PodEvent.InOrder(_found))
        {
            pipeline.Write(found);
        }

        await Task.WhenAll(_watches);
    }

    /// <summary>Names are looked for in the events themselves, which outlive their pods.</summary>
    private async Task TakeNamedAsync(IPipeline pipeline, CancellationToken stop)
    {
        var cluster = OpenCluster(pipeline);
        var patterns = Name.Select(name => new NamePattern(name)).ToList();
        var fields = Name is [var only] && !NamePattern.IsPattern(only) ? $"{OfPods},involvedObject.name={only}" : OfPods;
        foreach (var ns in new PodSelection { Namespaces = Namespace, AllNamespaces = On(AllNamespaces) }.NamespacesIn(cluster))
        {
            await TakeAsync(cluster.Connection, ns, new PodQuery { FieldSelector = fields }, patterns, pipeline, stop);
        }
    }

    private async Task TakeAsync(
        KubernetesConnection connection, string? ns, PodQuery query, List<NamePattern> patterns, IPipeline pipeline, CancellationToken stop)
    {
        var client = new EventClient(connection, pipeline.Warn);
        if (On(Watch))
        {
            _watches.Add(EmitAsync(client.WatchAsync(ns, query, stop), each => pipeline.Write(each, Watched)));
        }
        else
        {
            await EmitAsync(client.ListAsync(ns, query, stop), _found.Add);
        }

        async Task EmitAsync(IAsyncEnumerable<CoreEvent> events, Action<PodEvent> emit)
        {
            await foreach (var each in events)
            {
                var found = new PodEvent(each) { Context = connection.Context };
                connection.Pin(found);
                if (patterns.Count == 0 || patterns.Any(pattern => pattern.IsMatch(found.Pod)))
                {
                    emit(found);
                }
            }
        }
    }
}
