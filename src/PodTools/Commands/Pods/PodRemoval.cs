using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The removal of one pod: this very one, never a later one of the same name.</summary>
/// <param name="pods">The pods of its cluster.</param>
/// <param name="pod">The pod.</param>
internal sealed class PodRemoval(PodClient pods, Pod pod)
{
    private const string MirrorOf = "kubernetes.io/config.mirror";
    private const string Activity = "Evicting pods";
    private static readonly TimeSpan EvictionRetry = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = pods.Connection.Options.TimeProvider;
    private readonly long _begun = pods.Connection.Options.TimeProvider.GetTimestamp();

    /// <summary>The seconds that it has to end; null for its own.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>Whether to evict, which a disruption budget may delay.</summary>
    public bool Evict { get; init; }

    /// <summary>How long to go on in all; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the pod only shows one that its node runs from a file, so that no eviction ends it.</summary>
    public bool IsMirror => pod.Metadata?.Annotations.ContainsKey(MirrorOf) == true;

    private TimeSpan? TimeLeft => Timeout - _time.GetElapsedTime(_begun) is { } left ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : null;

    /// <summary>Has the server take the request.</summary>
    /// <param name="pipeline">Shows what an eviction waits for.</param>
    /// <param name="stop">Stops trying.</param>
    /// <exception cref="PodCommandException">A disruption budget has forbidden the eviction all the time.</exception>
    public async Task StartAsync(IPipeline pipeline, CancellationToken stop)
    {
        var options = new DeleteOptions
        {
            GracePeriodSeconds = GracePeriodSeconds,
            Preconditions = pod.Metadata?.Uid is { } uid ? new Preconditions { Uid = uid } : null,
        };
        if (Evict)
        {
            await EvictAsync(options, pipeline, stop);
        }
        else
        {
            await pods.DeleteAsync(pod.Namespace!, pod.Name!, options, stop);
        }
    }

    /// <summary>Waits until the pod is gone.</summary>
    /// <param name="pipeline">Shows the progress.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="PodWaitException">It is still there when the time is over.</exception>
    public Task WaitAsync(IPipeline pipeline, CancellationToken stop) =>
        PodWaiting.UntilAsync(pods, pod, PodWaitCondition.Deleted, TimeLeft, pipeline, stop);

    /// <summary>Whether a disruption budget says not now; a server that is busy is another matter, and has been asked again already.</summary>
    private static bool IsNotNow(KubernetesException refused) =>
        refused.Status.Details?.Causes.Any(cause => cause.Reason == "DisruptionBudget") == true;

    private async Task EvictAsync(DeleteOptions options, IPipeline pipeline, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await pods.EvictAsync(pod.Namespace!, pod.Name!, options, stop);
                pipeline.Progress(new PodProgress(Activity, $"{pod}", Completed: true));
                return;
            }
            catch (KubernetesException refused) when (IsNotNow(refused))
            {
                if (TimeLeft == TimeSpan.Zero)
                {
                    throw Forbidden(refused);
                }

                pipeline.Progress(new PodProgress(Activity, $"{pod}: {Why(refused)}"));
                var pause = refused.RetryAfter ?? EvictionRetry;
                await Task.Delay(TimeLeft < pause ? TimeLeft.Value : pause, _time, stop);
            }
        }
    }

    private PodCommandException Forbidden(KubernetesException refused) => new(
        "PodEvictionForbidden",
        ErrorCategory.ResourceBusy,
        FormattableString.Invariant($"The pod '{pod}' could not be evicted within {Timeout!.Value.TotalSeconds:0.#} seconds: {Why(refused)}"),
        "Wait until enough other pods are healthy, or give a longer -Timeout. Without -Evict no disruption budget is asked.",
        refused);

    /// <summary>The message says that a budget forbids it, the cause says which and why.</summary>
    private static string Why(KubernetesException refused) =>
        string.Join(' ', [refused.Message, .. (refused.Status.Details?.Causes ?? []).Select(cause => cause.Message).OfType<string>().Where(text => text != refused.Message)]);
}
