using PodTools.Diagnosis;
using PodTools.Diagnosis.Rules;

namespace PodTools;

/// <summary>Judges why a pod is not healthy. It asks nothing of any cluster: it is given what is known.</summary>
public static class PodDiagnoser
{
    /// <summary>The rules; what explains the most comes first.</summary>
    private static readonly IDiagnosisRule[] Rules =
    [
        new TerminationRule(),
        new NodeRule(),
        new PodReasonRule(),
        new SchedulingRule(),
        new ImageRule(),
        new ConfigurationRule(),
        new StartRule(),
        new PreparationRule(),
        new ContainerEndRule(),
        new ReadinessRule(),
        new ResizeRule(),
        new ProgressRule(),
    ];

    /// <summary>Tells which logs would help to judge a pod: those of containers that ended with an error.</summary>
    /// <param name="pod">The pod.</param>
    public static IEnumerable<LogRequest> LogsWanted(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return PodContainerDetail.Of(pod)
            .Where(container => container.LastEnd is { ExitCode: not (null or 0) })
            .Select(container => new LogRequest(container.Name, Previous: container.Status?.State?.Terminated is null));
    }

    /// <summary>Judges a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="events">The events about it, in any order.</param>
    /// <param name="logs">The last log lines by container, as far as they were read; see <see cref="LogsWanted"/>.</param>
    /// <param name="node">The node of the pod, when it was read.</param>
    /// <param name="now">The time of the judgement.</param>
    public static PodDiagnosis Diagnose(
        Pod pod,
        IEnumerable<CoreEvent> events,
        IReadOnlyDictionary<string, IReadOnlyList<string>> logs,
        Node? node,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var evidence = new PodEvidence(pod, events, logs, node, now);
        var verdict = Rules.Select(rule => rule.Judge(evidence)).OfType<PodVerdict>().First();
        return new PodDiagnosis(pod, verdict, [.. FindingChain.Of(evidence, verdict)]);
    }
}
