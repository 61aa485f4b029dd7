using System.Runtime.CompilerServices;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Shows how far a command is that waits for pods: one line for all of them, with the one that was heard of last.</summary>
/// <param name="pipeline">Shows it.</param>
internal sealed class WaitProgress(IPipeline pipeline)
{
    private const string Activity = "Waiting for pods";
    private static readonly ConditionalWeakTable<IPipeline, WaitProgress> OfCommands = [];

    private readonly object _gate = new();
    private readonly List<(string Pod, string Status)> _waiting = [];
    private int _over;

    /// <summary>The progress of the command that runs in a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public static WaitProgress In(IPipeline pipeline) => OfCommands.GetValue(pipeline, static pipeline => new(pipeline));

    /// <summary>Counts a pod from now on, though nothing is shown before something is known of one.</summary>
    /// <param name="pod">The pod.</param>
    public void Begin(string pod)
    {
        lock (_gate)
        {
            _waiting.Insert(0, (pod, "no answer yet"));
        }
    }

    /// <summary>Shows what a pod is waited for.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="status">How far it is.</param>
    public void Show(string pod, string status)
    {
        PodProgress current;
        lock (_gate)
        {
            _waiting.RemoveAll(each => each.Pod == pod);
            _waiting.Add((pod, status));
            current = Current;
        }

        // Outside of the lock: the pipeline's thread may be waiting for it.
        pipeline.Progress(current);
    }

    /// <summary>Takes a pod away that is waited for no longer, whatever came of it.</summary>
    /// <param name="pod">The pod.</param>
    public void End(string pod)
    {
        PodProgress current;
        lock (_gate)
        {
            _over += _waiting.RemoveAll(each => each.Pod == pod);
            current = _waiting.Count > 0 ? Current : new PodProgress(Activity, pod, Completed: true);
        }

        pipeline.Progress(current);
    }

    private PodProgress Current
    {
        get
        {
            var (pod, status) = _waiting[^1];
            var all = _over + _waiting.Count;
            return all == 1
                ? new(Activity, $"{pod}: {status}")
                : new(Activity, $"{_over} of {all} done, {pod}: {status}", _over * 100 / all);
        }
    }
}
