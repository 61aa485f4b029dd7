namespace PodTools.Kubernetes.Logs;

/// <summary>Where a container is in its life, as far as its log is concerned.</summary>
/// <param name="Restarts">How often it was restarted.</param>
/// <param name="HasRun">Whether there was a run yet, and so a log.</param>
/// <param name="IsRunning">Whether the latest run goes on.</param>
/// <param name="IsFinished">Whether there will be no other run.</param>
/// <param name="IsLeaving">Whether its pod is being deleted.</param>
internal sealed record ContainerLife(int Restarts, bool HasRun, bool IsRunning, bool IsFinished, bool IsLeaving = false)
{
    /// <summary>Reads it from the pod.</summary>
    public static ContainerLife Of(Pod pod, string container)
    {
        var status = (pod.Status?.ContainerStatuses ?? [])
            .Concat(pod.Status?.InitContainerStatuses ?? [])
            .Concat(pod.Status?.EphemeralContainerStatuses ?? [])
            .FirstOrDefault(each => each.Name == container);
        var podIsOver = pod.Status?.Phase is "Succeeded" or "Failed";
        var isLeaving = pod.Metadata?.DeletionTimestamp is not null;
        if (status is null)
        {
            return new ContainerLife(0, HasRun: false, IsRunning: false, podIsOver, isLeaving);
        }

        var isRunning = status.State?.Running is not null;
        var ended = status.State?.Terminated;
        return new ContainerLife(
            status.RestartCount ?? 0,
            HasRun: isRunning || ended is not null || status.LastState?.Terminated is not null,
            isRunning,
            IsFinished: !isRunning && (podIsOver || (ended is not null && (isLeaving || IsLast(pod, container, ended)))),
            isLeaving);
    }

    /// <summary>Whether a run that ended is not followed by another one.</summary>
    private static bool IsLast(Pod pod, string container, ContainerStateTerminated ended)
    {
        if ((pod.Spec?.EphemeralContainers ?? []).Any(each => each.Name == container))
        {
            return true;
        }

        var init = (pod.Spec?.InitContainers ?? []).FirstOrDefault(each => each.Name == container);
        if (init?.RestartPolicy == "Always")
        {
            return false;
        }

        // Init containers are run again until they succeed, even in a pod that is always restarted.
        var policy = pod.Spec?.RestartPolicy ?? "Always";
        return policy == "Never" || (ended.ExitCode == 0 && (init is not null || policy == "OnFailure"));
    }
}
