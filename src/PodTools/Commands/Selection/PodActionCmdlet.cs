using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// The base of cmdlets that do something to each of many pods: in parallel, with results as they arrive. A pod that
/// fails is one error with that pod as its target, and the others go on.
/// </summary>
public abstract class PodActionCmdlet : PodSelectionCmdlet
{
    private ParallelWork? _work;

    /// <summary>How many pods are worked on at the same time, 1 to 1000.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>What to ask before acting on a pod; null when nothing is changed.</summary>
    private protected virtual string? Question => null;

    /// <summary>Whether the question may be put to the user; false for <c>-Force</c>.</summary>
    private protected virtual bool Asks => true;

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.BeginAsync(pipeline, stop);
        _work = new ParallelWork(ThrottleLimit, pipeline, stop);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        await foreach (var pod in SelectAsync(pipeline, stop))
        {
            await ActOnAsync(pod, pipeline, stop);
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(IPipeline pipeline, CancellationToken stop) => _work!.FinishAsync();

    /// <summary>Does the work for one pod.</summary>
    private protected abstract Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop);

    /// <summary>Says for <c>-WhatIf</c> which pod is meant, and what would become of it.</summary>
    private protected virtual Task<string> DescribeAsync(Pod pod, IPipeline pipeline, CancellationToken stop) => Task.FromResult(Target(pod));

    /// <summary>Starts the work for a pod as soon as there is room, unless the user is against it.</summary>
    private protected async Task ActOnAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        if (Question is not null && pipeline.WhatIf)
        {
            await _work!.AddInOrderAsync(pod, async () => await DescribeAsync(pod, pipeline, stop), text => pipeline.ShouldProcess((string)text, Question, Asks));
        }
        else if (Question is null || pipeline.ShouldProcess(Target(pod), Question, Asks))
        {
            await _work!.AddAsync(pod, () => ActAsync(pod, pipeline, stop));
        }
    }

    private static string Target(Pod pod) => $"pod '{pod}'";
}
