namespace PodTools.Diagnosis.Rules;

/// <summary>Containers that ended although they should not, now or not long ago.</summary>
internal sealed class ContainerEndRule : IDiagnosisRule
{
    /// <summary>The exit codes of SIGKILL and SIGTERM, by which a node ends a container.</summary>
    private const int Killed = 137;
    private const int Terminated = 143;

    /// <summary>A container that runs again counts as troubled for this long.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>How long after the order to kill a container its end is still put down to it.</summary>
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        if (evidence.Pod.Status?.Phase == "Succeeded")
        {
            return null;
        }

        // What is down now tells more than what came up again.
        var container = evidence.Containers
            .Where(container => IsTroubled(container, evidence))
            .OrderBy(container => container.Status?.State?.Running is not null)
            .FirstOrDefault();
        return container is null ? null : Explain(container, evidence) with { Container = container.Name, Since = container.LastEnd!.FinishedAt };
    }

    private static bool IsTroubled(PodContainerDetail container, PodEvidence evidence)
    {
        if (container.LastEnd is not { } end || evidence.Newest(container.Name, "Killing", "definition changed") is not null)
        {
            return false;
        }

        var isDown = container.Status?.State?.Running is null;
        var failed = end.ExitCode is not (null or 0);
        return failed
            ? isDown || evidence.Now - end.FinishedAt < Memory
            : isDown && container.Role != ContainerRole.Init && (container.Reason == "CrashLoopBackOff" || evidence.Pod.Spec?.RestartPolicy is null or "Always");
    }

    private static PodVerdict Explain(PodContainerDetail container, PodEvidence evidence)
    {
        var (subject, end) = (Phrases.Subject(container), container.LastEnd!);
        var restarts = container.Restarts == 0 ? "" : $"; it was restarted {Phrases.Times(container.Restarts)}";
        var log = $"Read its log: Get-PodLog {evidence.Pod.Name} -Namespace {evidence.Pod.Namespace} -Container {container.Name}{(container.Status?.State?.Terminated is null ? " -Previous" : "")}.";
        return (end.Reason, KillingProbe(container, end, evidence)) switch
        {
            ("OOMKilled", _) => new PodVerdict(
                PodCause.OutOfMemory,
                $"{subject} was killed because it took more memory than its limit of {MemoryLimit(container)}{restarts}.",
                "Raise resources.limits.memory, or find out what takes the memory."),
            (_, "liveness") => new PodVerdict(
                PodCause.LivenessProbeFailed,
                $"{subject} was killed because its liveness probe failed{ProbeMessage(container, "Liveness", evidence)}{restarts}.",
                "Find out why it no longer answers, or give the probe more time: timeoutSeconds, failureThreshold, or a startupProbe."),
            (_, "startup") => new PodVerdict(
                PodCause.StartupProbeFailed,
                $"{subject} was killed because its startup probe never passed{ProbeMessage(container, "Startup", evidence)}{restarts}.",
                "Find out why it does not come up, or raise failureThreshold or periodSeconds of the startupProbe."),
            _ when end.ExitCode == 0 => new PodVerdict(
                PodCause.ContainerEnded,
                $"{subject} ends without an error although it is meant to go on{restarts}.",
                "Give it a command that does not end, or set restartPolicy to OnFailure or Never when ending is right."),
            _ => new PodVerdict(
                container.Role == ContainerRole.Init ? PodCause.InitContainerFailed : PodCause.ContainerFailed,
                $"{subject} ended with exit code {ExitCodeText.Of(end.ExitCode ?? 0)}{LastWords(container, evidence)}{restarts}{Consequence(container)}.",
                log),
        };
    }

    private static string? KillingProbe(PodContainerDetail container, ContainerStateTerminated end, PodEvidence evidence)
    {
        foreach (var probe in new[] { "liveness", "startup" })
        {
            var killed = evidence.Newest(container.Name, "Killing", $"{probe} probe");
            var isFresh = killed?.LastTime >= end.StartedAt && killed.LastTime <= end.FinishedAt + KillTime;

            // A node that kills again and again reports it only now and then.
            var isUsual = end.ExitCode is Killed or Terminated && end.Reason == "Error" && end.FinishedAt - killed?.LastTime < Memory;
            if (isFresh || isUsual)
            {
                return probe;
            }
        }

        return null;
    }

    private static string ProbeMessage(PodContainerDetail container, string probe, PodEvidence evidence)
    {
        var message = evidence.Newest(container.Name, "Unhealthy", $"{probe} probe")?.Message;
        var colon = message?.IndexOf(": ", StringComparison.Ordinal) ?? -1;
        return colon < 0 ? "" : $" ({Phrases.Quote(message![(colon + 2)..])})";
    }

    private static string LastWords(PodContainerDetail container, PodEvidence evidence)
    {
        var words = Phrases.Quote(container.LastEnd!.Message);
        words = words.Length == 0 && evidence.LogOf(container.Name) is [.., var line] ? Phrases.Quote(line) : words;
        return words.Length == 0 ? "" : $", saying \"{words}\"";
    }

    private static string Consequence(PodContainerDetail container) =>
        container.Role == ContainerRole.Init ? "; the containers after it wait for it" : "";

    private static string MemoryLimit(PodContainerDetail container) =>
        container.Spec.Resources?.Limits.TryGetValue("memory", out var limit) == true ? limit.ToString() : "the node";
}
