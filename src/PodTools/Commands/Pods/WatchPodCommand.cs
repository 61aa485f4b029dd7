using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Emits every change of pods, beginning with those that exist.</summary>
/// <remarks>
/// The watch survives lost connections and goes on where it was. When the server no longer has the changes since then, the
/// pods are listed and compared, and such events are marked Synthetic, with a star in the table. It ends with Ctrl+C, after
/// -Timeout, or when -Until holds.
/// </remarks>
/// <example>
/// <code>Watch-Pod</code>
/// <para>Shows the changes of all pods of the namespace until Ctrl+C.</para>
/// </example>
/// <example>
/// <code>Watch-Pod web -Until { $_.Pod.Status.Phase -eq 'Succeeded' } -Timeout 5m</code>
/// <para>Shows the life of one pod until it has succeeded, for five minutes at most.</para>
/// </example>
/// <seealso cref="WaitPodCommand"/>
/// <seealso cref="GetPodCommand"/>
/// <seealso cref="GetPodEventCommand"/>
[Cmdlet(VerbsCommon.Watch, "Pod", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodWatchEvent))]
public sealed class WatchPodCommand : PodSelectionCmdlet
{
    private const string WithNamespace = "PodTools.PodWatchEvent#Namespaces";
    private readonly List<Task> _watches = [];
    private CancellationTokenSource? _over;
    private bool _fulfilled;

    /// <summary>Watches all namespaces.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName)]
    [Parameter(ParameterSetName = ParameterSets.BySelector)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Ends the watch with the first event for which this script block gives true; the event is $_ in it and its first argument.</summary>
    [Parameter]
    public ScriptBlock? Until { get; set; }

    /// <summary>How long to watch, as a time span or in seconds. Without it: until it is stopped.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    private protected override bool MayMeanAll => true;

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.BeginAsync(pipeline, stop);
        _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (Timeout is { } timeout)
        {
            _over.CancelAfter(timeout);
        }
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (Pod.Length > 0)
        {
            _watches.AddRange(Pod.Select(pod =>
                FollowAsync(Cluster.PodsOf(pod, pipeline), pod.Namespace, PodQuery.ForName(pod.Name!), [], pipeline, stop)));
            return Task.CompletedTask;
        }

        var cluster = OpenCluster(pipeline);
        var (query, patterns) = Name is [var only] && !NamePattern.IsPattern(only)
            ? (Query with { FieldSelector = SelectorText.OfFields(FieldSelector, $"metadata.name={only}") }, [])
            : (Query, Name.Select(name => new NamePattern(name)).ToList());
        var namespaces = new PodSelection { Namespaces = Namespace, AllNamespaces = On(AllNamespaces) }.NamespacesIn(cluster);
        _watches.AddRange(namespaces.Select(ns => FollowAsync(cluster.Pods(pipeline), ns, query, patterns, pipeline, stop)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        await Task.WhenAll(_watches);
        if (Until is not null && !_fulfilled && _over!.IsCancellationRequested)
        {
            throw new PodCommandException(
                "PodWatchTimeout", ErrorCategory.OperationTimeout, $"-Until did not hold within {HumanDuration.InSeconds(Timeout!.Value)}.", "Give a longer -Timeout, or see Get-PodDetail for what keeps the pod.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _over?.Dispose();
    }

    private async Task FollowAsync(
        PodClient pods, string? ns, PodQuery query, List<NamePattern> patterns, IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            await foreach (var change in pods.WatchAsync(ns, query, null, _over!.Token))
            {
                if (patterns.Count == 0 || patterns.Any(pattern => pattern.IsMatch(change.Pod.Name)))
                {
                    Emit(change, pipeline);
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time is over, or what was waited for has come.
        }
        catch (KubernetesException refused)
        {
            pipeline.WriteError(ErrorRecords.From(refused, ns));
        }
    }

    private void Emit(PodWatchEvent change, IPipeline pipeline)
    {
        if (_fulfilled)
        {
            return;
        }

        if (On(AllNamespaces) || Namespace.Length > 1)
        {
            pipeline.Write(change, WithNamespace);
        }
        else
        {
            pipeline.Write(change);
        }

        if (Until is not null && ScriptTest.IsTrue(Until, change))
        {
            _fulfilled = true;
            _over!.Cancel();
        }
    }
}
