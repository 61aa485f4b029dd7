namespace PodTools.Kubernetes;

/// <summary>Something that keeps a pod from getting any further without help: it ended, or one of its parts cannot start.</summary>
/// <param name="Reason">The API's own word for it.</param>
/// <param name="Message">The same in a sentence.</param>
internal sealed record PodObstacle(string Reason, string Message)
{
    // The kubelet tries again on most of these, but what it lacks is in the manifest or outside of the cluster.
    private static readonly HashSet<string> StuckReasons = new(StringComparer.Ordinal)
    {
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable",
        "CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    };

    /// <summary>Finds the first obstacle.</summary>
    /// <returns>The obstacle, or null when the pod is on its way.</returns>
    internal static PodObstacle? Find(Pod pod) => Ended(pod) ?? Unschedulable(pod) ?? Stuck(pod);

    private static PodObstacle? Ended(Pod pod) => pod.Status?.Phase switch
    {
        "Failed" => new(pod.Status.Reason ?? "Failed", $"The pod has failed ({pod.State}).{Because(pod.Status.Message)}"),
        "Succeeded" => new("Completed", "The pod has already completed."),
        _ when pod.Metadata?.DeletionTimestamp is not null => new("Terminating", "The pod is being deleted."),
        _ => null,
    };

    private static PodObstacle? Unschedulable(Pod pod)
    {
        var condition = pod.Status?.Conditions.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" });
        return condition is null ? null : new("Unschedulable", $"No node takes the pod.{Because(condition.Message)}");
    }

    private static PodObstacle? Stuck(Pod pod)
    {
        var status = pod.Status?.InitContainerStatuses.Concat(pod.Status.ContainerStatuses)
            .FirstOrDefault(c => c.State?.Waiting?.Reason is { } reason && StuckReasons.Contains(reason));
        return status?.State?.Waiting is { } waiting
            ? new(waiting.Reason!, $"The container \"{status.Name}\" cannot run: {waiting.Reason}.{Because(waiting.Message)}")
            : null;
    }

    /// <summary>The cluster's own words as one more sentence, whether or not they end like one.</summary>
    private static string Because(string? message) => string.IsNullOrEmpty(message) ? "" : $" {message.TrimEnd('.', ' ')}.";
}
