namespace PodTools.Diagnosis.Rules;

/// <summary>Pods whose node does not answer.</summary>
internal sealed class NodeRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var ready = evidence.Node?.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        var isLost = evidence.Pod.Status is { Reason: "NodeLost" } or { Phase: "Unknown" };
        if (evidence.HasEnded || (!isLost && ready is null or { Status: "True" }))
        {
            return null;
        }

        var why = Phrases.Quote(ready?.Message);
        return new PodVerdict(
            PodCause.NodeNotReady,
            $"{Phrases.Subject(evidence)} cannot be judged, as its node {evidence.Pod.Node} does not answer{(why.Length == 0 ? "" : $": {why}")}.",
            $"Look at the node: Get-PodNode {evidence.Pod.Node}. Pods with a controller are made again elsewhere after some minutes.")
        {
            Since = ready?.LastTransitionTime,
        };
    }
}
