using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Waits until pods are in a state, and fails early when they can no longer get there.</summary>
/// <remarks>
/// Pods are waited for all at once and emitted as each gets there. A pod that has failed, cannot pull its image, crashes
/// again and again or fits no node is an error at once, with the reason; -NoFailFast keeps waiting.
/// </remarks>
/// <example>
/// <code>Wait-Pod web -For Ready -Timeout 120</code>
/// <para>Waits at most two minutes until the pod web is ready.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector job=import | Wait-Pod -For Completed -Timeout 10m</code>
/// <para>Waits until all pods of a job have ended with success.</para>
/// </example>
/// <example>
/// <code>Wait-Pod web -Until { $_.Status.PodIP }</code>
/// <para>Waits until the pod has an address.</para>
/// </example>
/// <seealso cref="WatchPodCommand"/>
/// <seealso cref="GetPodDiagnosisCommand"/>
/// <seealso cref="NewPodCommand"/>
[Cmdlet(VerbsLifecycle.Wait, "Pod", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(Pod))]
public sealed class WaitPodCommand : PodSelectionCmdlet
{
    private ParallelWork? _work;
    private PodWaitCondition _condition = PodWaitCondition.Ready;

    /// <summary>
    /// What to wait for: Ready, Scheduled, Running, Completed, Deleted, Exists, or a condition of the status as
    /// Condition=TYPE or Condition=TYPE=VALUE.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(WaitConditionCompleter))]
    [ValidateNotNullOrEmpty]
    public string For { get; set; } = "Ready";

    /// <summary>Waits until this script block gives true for the pod, which is $_ in it and its first argument.</summary>
    [Parameter]
    public ScriptBlock? Until { get; set; }

    /// <summary>How long to wait, as a time span or in seconds; 0 looks once. Without it: as long as there is hope.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Keeps waiting in states that do not pass by themselves. With -For Completed a pod that has failed counts as ended, too.</summary>
    [Parameter]
    public SwitchParameter NoFailFast { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.BeginAsync(pipeline, stop);
        _work = new ParallelWork(int.MaxValue, pipeline, stop);
        _condition = Until is null ? Named() : PodWaitCondition.Until(pod => ScriptTest.IsTrue(Until, pod));
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var exact = Pod.Length == 0 && Query == PodQuery.Everything && Name.Length > 0 && !Name.Any(NamePattern.IsPattern);
        if (exact)
        {
            await AddNamedAsync(pipeline, stop);
            return;
        }

        await foreach (var pod in SelectAsync(pipeline, stop))
        {
            var pods = Cluster.PodsOf(pod, pipeline);
            await _work!.AddAsync(pod, () => WaitAsync(pods, pod.Namespace!, pod.Name!, pod.Metadata?.Uid, pipeline, stop));
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(IPipeline pipeline, CancellationToken stop) => _work!.FinishAsync();

    /// <summary>A pod that is named need not be there yet, nor still.</summary>
    private async Task AddNamedAsync(IPipeline pipeline, CancellationToken stop)
    {
        var cluster = OpenCluster(pipeline);
        foreach (var ns in Selection().NamespacesIn(cluster))
        {
            foreach (var name in Name)
            {
                await _work!.AddAsync($"{ns}/{name}", () => WaitAsync(cluster.Pods(pipeline), ns!, name, uid: null, pipeline, stop));
            }
        }
    }

    private async Task WaitAsync(PodClient pods, string ns, string name, string? uid, IPipeline pipeline, CancellationToken stop)
    {
        var options = new PodWaitOptions { Timeout = Timeout, FailFast = !On(NoFailFast), Uid = uid };
        if (await PodWaiting.UntilAsync(pods, ns, name, _condition, options, pipeline, stop) is { } pod)
        {
            pipeline.Write(pod);
        }
    }

    private PodWaitCondition Named()
    {
        var named = PodWaitCondition.Parse(For);
        return named == PodWaitCondition.Completed && On(NoFailFast)
            ? PodWaitCondition.Until(pod => pod.Status?.Phase is "Succeeded" or "Failed")
            : named;
    }
}
