namespace PodTools.Diagnosis.Rules;

/// <summary>Pods that wait for a node.</summary>
internal sealed class SchedulingRule : IDiagnosisRule
{
    /// <summary>How long a scheduler may need to look at a pod for the first time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        if (!string.IsNullOrEmpty(evidence.Pod.Node) || evidence.HasEnded)
        {
            return null;
        }

        var verdict = JudgeGates(evidence) ?? JudgeNodes(evidence) ?? JudgeScheduler(evidence);
        var since = evidence.Condition("PodScheduled")?.LastTransitionTime ?? evidence.Pod.Metadata?.CreationTimestamp;
        return verdict is null ? null : verdict with { Since = since };
    }

    private static PodVerdict? JudgeGates(PodEvidence evidence)
    {
        var gates = (evidence.Pod.Spec?.SchedulingGates ?? []).Select(gate => gate.Name);
        return evidence.Condition("PodScheduled")?.Reason != "SchedulingGated"
            ? null
            : new PodVerdict(
                PodCause.SchedulingGated,
                $"{Phrases.Subject(evidence)} is held back by the scheduling gates {string.Join(", ", gates)}.",
                "Find out why the controller that set a gate does not remove it.");
    }

    private static PodVerdict? JudgeNodes(PodEvidence evidence)
    {
        var message = evidence.Condition("PodScheduled") is { Status: "False", Message: { Length: > 0 } said } ? said : evidence.Newest("FailedScheduling")?.Message;
        return message is null
            ? null
            : new PodVerdict(
                PodCause.Unschedulable,
                $"{Phrases.Subject(evidence)} waits for a node: {SchedulerMessage.Explain(message)}.",
                SchedulerMessage.Suggest(message));
    }

    private static PodVerdict? JudgeScheduler(PodEvidence evidence) => evidence.Now - evidence.Pod.Metadata?.CreationTimestamp > Patience
        ? new PodVerdict(
            PodCause.SchedulerMissing,
            $"{Phrases.Subject(evidence)} waits for a node, and the scheduler {evidence.Pod.Spec?.SchedulerName} has not looked at it.",
            "Check spec.schedulerName, and whether that scheduler runs.")
        : null;
}
