namespace PodTools.Kubernetes.Logs;

/// <summary>The pods whose logs are being followed: starts each container's log once.</summary>
/// <param name="follow">Follows one log to its end.</param>
/// <param name="onFailure">Receives pods that have no such container.</param>
internal sealed class FollowedPods(Func<Pod, string, LogOptions, Task> follow, Action<LogFailure>? onFailure)
{
    private readonly HashSet<(string? Uid, string Container)> _started = [];

    /// <summary>Follows the logs of a pod that are not followed yet: of a new pod, or of a container added to a known one.</summary>
    public void Add(Pod pod, LogOptions options)
    {
        try
        {
            foreach (var container in LogContainers.Of(pod, options))
            {
                if (_started.Add((pod.Metadata?.Uid, container)))
                {
                    // Reports its failures itself, and ends with the token that all share.
                    _ = follow(pod, container, options);
                }
            }
        }
        catch (KubernetesException e)
        {
            var container = options.Container ?? "";
            if (_started.Add((pod.Metadata?.Uid, container)))
            {
                onFailure?.Invoke(new LogFailure(pod, container, e));
            }
        }
    }

    /// <summary>Forgets a pod that is gone; its logs end by themselves.</summary>
    public void Remove(Pod pod) => _started.RemoveWhere(each => each.Uid == pod.Metadata?.Uid);
}
