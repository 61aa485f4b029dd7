namespace PodTools.Diagnosis.Rules;

/// <summary>Pods that their node cannot prepare: volumes, network, sandbox.</summary>
internal sealed class PreparationRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        // Once a container has started, what failed before has been overcome.
        if (evidence.Containers.Any(container => container.StartTime is not null) || evidence.HasEnded)
        {
            return null;
        }

        // That mounting took too long is said as well, and says less than why.
        var failed = evidence.Events.FirstOrDefault(reported => reported.Reason == "FailedMount" && !reported.Message.StartsWith("Unable to attach or mount", StringComparison.Ordinal))
            ?? evidence.Newest("FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox", "NetworkNotReady");
        var (subject, message) = (Phrases.Subject(evidence), Phrases.Quote(failed?.Message));
        var verdict = failed?.Reason switch
        {
            null => null,
            "FailedCreatePodSandBox" or "NetworkNotReady" => new PodVerdict(
                PodCause.SandboxFailed,
                $"{subject} cannot start, as node {evidence.Pod.Node} cannot prepare its network or sandbox: {message}.",
                "Look at the network plugin and the container runtime of the node; other pods there are likely to fail as well."),
            _ => new PodVerdict(
                PodCause.VolumeNotMounted,
                $"{subject} cannot start, as a volume cannot be mounted: {message}.",
                "Check that what the volume names exists in the namespace of the pod, and that the node can reach it."),
        };
        return verdict is null ? null : verdict with { Since = failed!.FirstTime };
    }
}
