namespace PodTools.Diagnosis.Rules;

/// <summary>Pods about which no other rule has anything to say: well, done, or on their way.</summary>
internal sealed class ProgressRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var (subject, pod) = (Phrases.Subject(evidence), evidence.Pod);
        return pod.Health switch
        {
            PodHealth.Healthy => new PodVerdict(PodCause.None, $"{subject} runs and is ready.", null),
            PodHealth.Completed => new PodVerdict(PodCause.None, $"{subject} has done its work and ended without an error.", null),
            PodHealth.Unhealthy => new PodVerdict(
                PodCause.ContainerFailed,
                $"{subject} is in the state {pod.State}, and nothing that is known says why.",
                "Read its events and logs: Get-PodEvent, Get-PodLog."),
            _ => new PodVerdict(PodCause.Starting, $"{subject} is on its way: {Step(evidence)}.", null),
        };
    }

    private static string Step(PodEvidence evidence)
    {
        var newest = evidence.Newest("Pulling", "Pulled", "Created", "Started");
        return newest?.Reason switch
        {
            "Pulling" => $"{Phrases.Quote(newest.Message)} since {HumanDuration.Since(newest.LastTime, evidence.Now)}",
            _ when string.IsNullOrEmpty(evidence.Pod.Node) => "it waits for a node",
            _ => evidence.Pod.State,
        };
    }
}
