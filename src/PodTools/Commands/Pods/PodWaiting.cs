using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Waits for pods and shows how far they are.</summary>
internal static class PodWaiting
{
    /// <summary>Waits for one pod.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="pod">The pod: this very one.</param>
    /// <param name="condition">What to wait for.</param>
    /// <param name="timeout">How long; null for as long as there is hope.</param>
    /// <param name="pipeline">Shows the progress.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The pod in the state waited for.</returns>
    public static Task<Pod?> UntilAsync(PodClient pods, Pod pod, PodWaitCondition condition, TimeSpan? timeout, IPipeline pipeline, CancellationToken stop) =>
        UntilAsync(pods, pod.Namespace!, pod.Name!, condition, new PodWaitOptions { Timeout = timeout, Uid = pod.Metadata?.Uid }, pipeline, stop);

    /// <summary>Waits for the pod of a name.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="condition">What to wait for.</param>
    /// <param name="options">How long and how patiently.</param>
    /// <param name="pipeline">Shows the progress.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The pod in the state waited for; when that is its end, its last state, or null if it was gone before.</returns>
    public static async Task<Pod?> UntilAsync(
        PodClient pods, string ns, string name, PodWaitCondition condition, PodWaitOptions options, IPipeline pipeline, CancellationToken stop)
    {
        var (progress, shown) = (WaitProgress.In(pipeline), $"{ns}/{name}");
        progress.Begin(shown);
        try
        {
            return await new PodWaiter(pods).WaitAsync(
                ns, name, condition, options with { OnProgress = verdict => progress.Show(shown, verdict.Message) }, stop);
        }
        finally
        {
            if (!stop.IsCancellationRequested)
            {
                progress.End(shown);
            }
        }
    }
}
