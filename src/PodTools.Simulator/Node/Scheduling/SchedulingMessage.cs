namespace PodTools.Simulator.Node.Scheduling;

/// <summary>Says why no node takes a pod, as a scheduler says it.</summary>
internal static class SchedulingMessage
{
    /// <summary>The text for the reasons against each node.</summary>
    public static string Of(IReadOnlyList<IReadOnlyList<string>> reasons)
    {
        var total = reasons.Count;
        if (total == 0)
        {
            return "no nodes available to schedule pods";
        }

        // Room that others take could be made by preemption, nothing else could.
        var full = reasons.Count(IsFull);
        var preemption = new[] { Part(full, "No preemption victims found for incoming pod"), Part(total - full, "Preemption is not helpful for scheduling") };
        return $"0/{total} nodes are available: {Counted(reasons)}. "
            + $"preemption: 0/{total} nodes are available: {string.Join(", ", preemption.Where(part => part is not null))}..";
    }

    private static bool IsFull(IReadOnlyList<string> reasons) =>
        reasons.All(reason => reason == "Too many pods" || reason.StartsWith("Insufficient ", StringComparison.Ordinal));

    private static string? Part(int count, string text) => count == 0 ? null : $"{count} {text}";

    private static string Counted(IReadOnlyList<IReadOnlyList<string>> reasons) =>
        string.Join(", ", reasons.SelectMany(some => some)
            .GroupBy(reason => reason)
            .Select(group => $"{group.Count()} {group.Key}")
            .Order(StringComparer.Ordinal));
}
