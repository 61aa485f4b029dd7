namespace PodTools.Diagnosis.Rules;

/// <summary>Pods whose node cannot give them the cpu and memory that were asked for while they ran.</summary>
internal sealed class ResizeRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var (pending, changing) = (evidence.Condition("PodResizePending"), evidence.Condition("PodResizeInProgress"));
        var subject = $"{Phrases.Subject(evidence)} runs with its former resources";
        if (!evidence.HasEnded && pending is { Status: "True" })
        {
            var isHopeless = pending.Reason == "Infeasible";
            return new PodVerdict(
                PodCause.ResizePending,
                $"{subject}, as its node {(isHopeless ? "can never" : "cannot now")} give what was asked for: {Phrases.Quote(pending.Message)}.",
                isHopeless ? "Ask for less with Update-Pod, or make the pod anew where it fits." : "Wait until there is room on the node, or ask for less with Update-Pod.")
            {
                Since = pending.LastTransitionTime,
            };
        }

        return !evidence.HasEnded && changing is { Status: "True", Reason: "Error" }
            ? new PodVerdict(
                PodCause.ResizePending,
                $"{subject}, as its node fails to change them: {Phrases.Quote(changing.Message)}.",
                "Read the events of the pod, or make it anew with the resources that it needs.")
            {
                Since = changing.LastTransitionTime,
            }
            : null;
    }
}
