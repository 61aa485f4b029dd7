namespace PodTools.Diagnosis;

/// <summary>Everything that is known about a pod, and the questions that rules ask of it.</summary>
internal sealed class PodEvidence
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _logs;

    /// <summary>Gathers it.</summary>
    public PodEvidence(Pod pod, IEnumerable<CoreEvent> events, IReadOnlyDictionary<string, IReadOnlyList<string>> logs, Node? node, DateTimeOffset now)
    {
        (Pod, Node, Now, _logs) = (pod, node, now, logs);
        Events = [.. events.Select(source => new PodEvent(source)).OrderByDescending(reported => reported.LastTime)];
        Containers = [.. PodContainerDetail.Of(pod).Where(container => container.Role != ContainerRole.Ephemeral)];
    }

    /// <summary>The pod.</summary>
    public Pod Pod { get; }

    /// <summary>Its node, when it was looked at.</summary>
    public Node? Node { get; }

    /// <summary>The time of the judgement.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>What was reported, newest first.</summary>
    public IReadOnlyList<PodEvent> Events { get; }

    /// <summary>Init containers and containers; what was added for debugging never makes a pod unhealthy.</summary>
    public IReadOnlyList<PodContainerDetail> Containers { get; }

    /// <summary>Whether the pod has ended, well or not.</summary>
    public bool HasEnded => Pod.Status?.Phase is "Succeeded" or "Failed";

    /// <summary>The newest event with one of some reasons.</summary>
    public PodEvent? Newest(params string[] reasons) => Events.FirstOrDefault(reported => reasons.Contains(reported.Reason));

    /// <summary>The newest event about a container with a reason, whose message has a part.</summary>
    public PodEvent? Newest(string container, string reason, string part) => Events.FirstOrDefault(reported =>
        reported.Container == container && reported.Reason == reason && reported.Message.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>A condition of the pod.</summary>
    public PodCondition? Condition(string type) => Pod.Status?.Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>The last lines of a container's log, without empty ones; none when it was not read.</summary>
    public IReadOnlyList<string> LogOf(string container) =>
        _logs.TryGetValue(container, out var lines) ? [.. lines.Where(line => !string.IsNullOrWhiteSpace(line))] : [];
}
