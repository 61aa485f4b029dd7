using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Makes a change of a pod as it is, and makes it anew when somebody else has changed the pod in the meantime, so that nobody's change is lost.</summary>
internal static class PodRevision
{
    /// <summary>How often somebody else may be faster: one of all who write at once always gets through.</summary>
    private const int Attempts = 100;

    /// <summary>Makes a change.</summary>
    /// <param name="pods">The pods of the cluster.</param>
    /// <param name="pod">The pod as it was read.</param>
    /// <param name="change">Makes it of the pod as it now is; a <see cref="KubernetesException"/> with reason Conflict means that somebody was faster.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The pod after the change.</returns>
    /// <exception cref="PodCommandException">Another pod has taken the name.</exception>
    public static async Task<Pod> ChangeAsync(PodClient pods, Pod pod, Func<Pod, Task<Pod>> change, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change(pod);
            }
            catch (KubernetesException conflict) when (conflict.Reason == "Conflict" && attempt < Attempts)
            {
                var now = await pods.GetAsync(pod.Namespace!, pod.Name!, stop);
                pod = now.Metadata?.Uid == pod.Metadata?.Uid ? now : throw PodRefusal.Replaced(pod.ToString(), conflict);
            }
        }
    }
}
