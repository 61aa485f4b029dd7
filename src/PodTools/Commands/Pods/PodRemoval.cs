using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The removal of one pod: this very one, never a later one of the same name.</summary>
/// <param name="pods">The pods of its cluster.</param>
/// <param name="pod">The pod.</param>
internal sealed class PodRemoval(PodClient pods, Pod pod)
{
    private static readonly TimeSpan EvictionRetry = TimeSpan.FromSeconds(5);

    /// <summary>The seconds that it has to end; null for its own.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>Whether to evict, which a disruption budget may delay.</summary>
    public bool Evict { get; init; }

    /// <summary>How long to go on; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Has the server take the request.</summary>
    /// <param name="stop">Stops trying.</param>
    public async Task StartAsync(CancellationToken stop)
    {
        var options = new DeleteOptions
        {
            GracePeriodSeconds = GracePeriodSeconds,
            Preconditions = pod.Metadata?.Uid is { } uid ? new Preconditions { Uid = uid } : null,
        };
        if (Evict)
        {
            await EvictAsync(options, stop);
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
        PodWaiting.UntilAsync(pods, pod, PodWaitCondition.Deleted, Timeout, pipeline, stop);

    private async Task EvictAsync(DeleteOptions options, CancellationToken stop)
    {
        var time = pods.Connection.Options.TimeProvider;
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await pods.EvictAsync(pod.Namespace!, pod.Name!, options, stop);
                return;
            }
            catch (KubernetesException refused) when (refused.Reason == "TooManyRequests" && (Timeout is null || time.GetElapsedTime(start) < Timeout))
            {
                var pause = refused.RetryAfter ?? EvictionRetry;
                var left = Timeout - time.GetElapsedTime(start) ?? pause;
                await Task.Delay(left < pause && left > TimeSpan.Zero ? left : pause, time, stop);
            }
        }
    }
}
