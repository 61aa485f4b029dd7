namespace PodTools.Diagnosis.Rules;

/// <summary>Pods that run but are not ready.</summary>
internal sealed class ReadinessRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        if (evidence.Pod.Status?.Phase != "Running" || evidence.Condition("Ready")?.Status == "True")
        {
            return null;
        }

        var since = evidence.Condition("Ready")?.LastTransitionTime;
        var waiting = evidence.Containers.FirstOrDefault(container => container is { Ready: false, Role: not ContainerRole.Init });
        var verdict = waiting is null ? JudgeGates(evidence) : JudgeProbes(waiting, evidence);
        return verdict is null ? null : verdict with { Container = waiting?.Name, Since = verdict.Since ?? since };
    }

    private static PodVerdict? JudgeProbes(PodContainerDetail container, PodEvidence evidence)
    {
        var subject = Phrases.Subject(container);
        if (container.Status?.State?.Terminated is { ExitCode: 0 } end)
        {
            return new PodVerdict(
                PodCause.ContainerEnded,
                $"{subject} has ended without an error while others still run, so that the pod is not ready.",
                "Nothing is to be done when it was meant to end; else set restartPolicy to Always.")
            {
                Since = end.FinishedAt,
            };
        }

        return Failing(container, evidence, "Startup") is { } startup && container.Status?.Started != true
            ? new PodVerdict(
                PodCause.StartupProbeFailed,
                $"{subject} has not come up yet: {startup}.",
                "Wait for it, or raise failureThreshold of the startupProbe when it needs longer.")
            : Failing(container, evidence, "Readiness") is { } readiness
            ? new PodVerdict(
                PodCause.ReadinessProbeFailed,
                $"{subject} runs but is not ready: {readiness}.",
                "Find out why it does not answer, or correct the readinessProbe; until then no service sends it requests.")
            : null;
    }

    private static string? Failing(PodContainerDetail container, PodEvidence evidence, string probe)
    {
        var unhealthy = evidence.Newest(container.Name, "Unhealthy", $"{probe} probe");
        return unhealthy?.LastTime >= container.StartTime ? Phrases.Quote(unhealthy!.Message) : null;
    }

    private static PodVerdict? JudgeGates(PodEvidence evidence)
    {
        var closed = (evidence.Pod.Spec?.ReadinessGates ?? [])
            .Select(gate => gate.ConditionType!)
            .Where(type => evidence.Condition(type)?.Status != "True")
            .ToList();
        return closed.Count == 0
            ? null
            : new PodVerdict(
                PodCause.ReadinessGateClosed,
                $"{Phrases.Subject(evidence)} runs but is not ready, as its readiness gates {string.Join(", ", closed)} are not true.",
                "Find out why the controller that answers for the gate does not set its condition.");
    }
}
