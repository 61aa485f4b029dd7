namespace PodTools.Kubernetes.Streams;

/// <summary>
/// Forwards to one pod. When it is gone, connections move to a ready pod of the same controller; for a pod without a
/// controller, to the pod that takes its name.
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="ns">The pod's namespace.</param>
/// <param name="pod">The pod's name.</param>
public sealed class PodTarget(KubernetesConnection connection, string ns, string pod) : PortForwardTarget($"pod/{pod}")
{
    private readonly PodClient _pods = new(connection);

    /// <inheritdoc/>
    public override async Task<Pod?> FindAsync(Pod? current, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            var asked = await _pods.GetAsync(ns, pod, cancellationToken).ConfigureAwait(false);
            return IsUsable(asked) ? asked : throw NotRunning(asked);
        }

        foreach (var name in new[] { current.Name ?? pod, pod }.Distinct())
        {
            if (await _pods.FindAsync(ns, name, cancellationToken).ConfigureAwait(false) is { } found && IsUsable(found))
            {
                return found;
            }
        }

        return await FindSiblingAsync(current, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<PodWatchEvent> WatchAsync(Pod current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        return _pods.WatchAsync(ns, ControllerOf(current) is null ? PodQuery.ForName(pod) : SiblingsOf(current), null, cancellationToken);
    }

    private static string? ControllerOf(Pod pod) => pod.Metadata?.OwnerReferences.FirstOrDefault(owner => owner.Controller == true)?.Uid;

    /// <summary>Pods of one controller share their labels, so that the server needs to send no others.</summary>
    private static PodQuery SiblingsOf(Pod pod) =>
        new() { LabelSelector = string.Join(',', pod.Metadata!.Labels.Select(label => $"{label.Key}={label.Value}")) };

    private static KubernetesException NotRunning(Pod pod)
    {
        var reason = pod.Status?.Phase is "Succeeded" or "Failed" ? StreamReason.PodCompleted : StreamReason.PodNotRunning;
        return new KubernetesException(reason, $"No port can be forwarded to pod '{pod.Name}': it is not running, its state is {pod.State}.");
    }

    private async Task<Pod?> FindSiblingAsync(Pod gone, CancellationToken cancellationToken)
    {
        if (ControllerOf(gone) is not { } controller)
        {
            return null;
        }

        await foreach (var sibling in _pods.ListAsync(ns, SiblingsOf(gone), cancellationToken).ConfigureAwait(false))
        {
            if (IsReady(sibling) && sibling.Metadata!.OwnerReferences.Any(owner => owner.Uid == controller))
            {
                return sibling;
            }
        }

        return null;
    }
}
