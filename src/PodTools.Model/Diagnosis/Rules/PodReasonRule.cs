namespace PodTools.Diagnosis.Rules;

/// <summary>Pods that were ended as a whole, for a reason that the pod itself tells.</summary>
internal sealed class PodReasonRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        if (evidence.Pod.Status is not { Phase: "Failed", Reason: { Length: > 0 } reason } status)
        {
            return null;
        }

        var (subject, node, message) = (Phrases.Subject(evidence), evidence.Pod.Node, Phrases.Quote(status.Message));
        var verdict = reason switch
        {
            "DeadlineExceeded" => new PodVerdict(
                PodCause.DeadlineExceeded,
                $"{subject} was ended because it ran longer than the {evidence.Pod.Spec?.ActiveDeadlineSeconds} s that its activeDeadlineSeconds allows.",
                "Raise activeDeadlineSeconds in a new pod, or find out why the work takes so long."),
            "Evicted" => new PodVerdict(
                PodCause.Evicted,
                $"{subject} was evicted from node {node}: {message}.",
                "Set requests for what ran short, so that the pod is placed where there is enough of it, and limits on what uses it up."),
            "Preempting" or "Preempted" or "Shutdown" or "NodeShutdown" or "Terminated" => new PodVerdict(
                PodCause.Preempted,
                $"{subject} had to leave node {node}: {message}.",
                "Pods with a controller are made again elsewhere; make a bare pod again yourself, or give it a higher priority."),
            _ => new PodVerdict(
                PodCause.RejectedByNode,
                $"Node {node} refused to run pod {evidence.Pod} ({reason}): {message}.",
                "Compare what the pod demands with what the node has: Get-PodNode."),
        };
        return verdict with { Since = evidence.Containers.Max(container => container.LastEnd?.FinishedAt) ?? status.StartTime };
    }
}
