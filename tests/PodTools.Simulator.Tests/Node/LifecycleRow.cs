namespace PodTools.Simulator.Tests.Node;

/// <summary>What a list of pods showed of a pod, from one moment to the next change.</summary>
/// <param name="At">Milliseconds since the pod was created, by the cluster's own time.</param>
/// <param name="Text">READY, STATUS and the number of restarts.</param>
internal sealed record LifecycleRow(double At, string Text)
{
    /// <summary>The rows without those that only repeat the one before.</summary>
    public static IReadOnlyList<LifecycleRow> Changes(IEnumerable<LifecycleRow> rows)
    {
        var changes = new List<LifecycleRow>();
        foreach (var row in rows)
        {
            if (changes.Count == 0 || changes[^1].Text != row.Text)
            {
                changes.Add(row);
            }
        }

        return changes;
    }
}
