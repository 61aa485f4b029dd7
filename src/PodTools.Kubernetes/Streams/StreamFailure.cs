using System.Net;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// Gives failures inside pods their own reasons. Kubelets and container runtimes report them as texts; this is the one
/// place that knows these texts.
/// </summary>
internal static class StreamFailure
{
    private static readonly (string Text, string Reason)[] Texts =
    [
        ("no such file or directory", StreamReason.CommandNotFound),
        ("executable file", StreamReason.CommandNotFound),
        ("permission denied", StreamReason.CommandNotExecutable),
        ("is a directory", StreamReason.CommandNotExecutable),
        ("exec format error", StreamReason.CommandNotExecutable),
        ("is not valid for pod", StreamReason.ContainerNotFound),
        ("container not found", StreamReason.ContainerNotRunning),
        ("not found in pod", StreamReason.ContainerNotRunning),
        ("is waiting to start", StreamReason.ContainerNotRunning),
        ("pod not found", StreamReason.PodCompleted),
        ("completed pod", StreamReason.PodCompleted),
        ("does not have a host assigned", StreamReason.PodNotRunning),
    ];

    /// <summary>What the status on the error channel means: the command could not be started.</summary>
    public static KubernetesException ToStart(Status status) =>
        WithReason(ReasonOf(status.Message) ?? StreamReason.CommandNotStarted, status, null, null);

    /// <summary>What a refused upgrade means; the same exception where the API's own reason already says it.</summary>
    public static KubernetesException ToOpen(KubernetesException refused) =>
        refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError && ReasonOf(refused.Message) is { } reason
            ? WithReason(reason, refused.Status, refused.StatusCode, refused)
            : refused;

    /// <summary>Refuses what cannot work in a pod whose containers are not running, before anything is sent.</summary>
    /// <param name="pod">The pod as it was last read.</param>
    /// <param name="action">What was to be done, for the message: "run a command in".</param>
    public static void ThrowIfCompleted(Pod pod, string action)
    {
        if (pod.Status?.Phase is "Succeeded" or "Failed")
        {
            throw new KubernetesException(
                StreamReason.PodCompleted,
                $"Cannot {action} pod '{pod.Name}': it has completed (phase {pod.Status.Phase}).");
        }
    }

    private static KubernetesException WithReason(string reason, Status status, HttpStatusCode? code, Exception? inner)
    {
        var explained = new Status
        {
            Result = status.Result,
            Reason = reason,
            Message = status.Message,
            Code = status.Code,
            Details = status.Details,
        };
        return new KubernetesException(explained, code, inner);
    }

    private static string? ReasonOf(string? message) =>
        message is null
            ? null
            : Array.Find(Texts, each => message.Contains(each.Text, StringComparison.OrdinalIgnoreCase)).Reason;
}
