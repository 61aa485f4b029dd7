namespace PodTools.Diagnosis.Rules;

/// <summary>Pods that are being deleted.</summary>
internal sealed class TerminationRule : IDiagnosisRule
{
    /// <summary>How long after its time a node may need to say that a pod is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var metadata = evidence.Pod.Metadata;
        if (metadata?.DeletionTimestamp is not { } deadline)
        {
            return null;
        }

        var since = deadline.AddSeconds(-(metadata.DeletionGracePeriodSeconds ?? 0));
        return Judge(evidence, metadata, deadline) with { Since = since };
    }

    private static PodVerdict Judge(PodEvidence evidence, ObjectMeta metadata, DateTimeOffset deadline)
    {
        var subject = Phrases.Subject(evidence);
        if (metadata.Finalizers.Count > 0 && evidence.HasEnded)
        {
            return new PodVerdict(
                PodCause.FinalizerPending,
                $"{subject} was deleted and has ended, but the finalizers {string.Join(", ", metadata.Finalizers)} keep it.",
                "Find out why the controller that set the finalizer does not remove it; remove it by hand only when that controller is gone for good.");
        }

        return evidence.Now - deadline > Patience && !evidence.HasEnded
            ? new PodVerdict(
                PodCause.TerminationStuck,
                $"{subject} should have been gone {HumanDuration.Since(deadline, evidence.Now)} ago, but node {evidence.Pod.Node} has not said that it has ended.",
                "Look at the node first: Get-PodNode. Remove-Pod -Now forgets the pod without knowing whether its containers still run.")
            : new PodVerdict(
                PodCause.Terminating,
                $"{subject} is being deleted; its containers have {metadata.DeletionGracePeriodSeconds ?? 0} s in all to end.",
                null);
    }
}
