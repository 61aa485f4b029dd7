namespace PodTools.Simulator.Tests.Node;

/// <summary>
/// Whether a pod went the recorded way: the same rows in the same order. A row that was there for a moment only may be
/// missing on either side: whoever looks once a second may miss it, and a busy machine takes its time to run a command
/// that is over at once.
/// </summary>
internal static class LifecycleComparison
{
    private const double RecordedMoment = 2000;
    private const double SimulatedMoment = 5000;

    /// <summary>Whether the recorded rows were all gone through; the simulated pod may have gone on since.</summary>
    public static bool Matches(IReadOnlyList<LifecycleRow> recorded, IReadOnlyList<LifecycleRow> simulated) =>
        Matches(recorded, 0, simulated, 0);

    private static bool Matches(IReadOnlyList<LifecycleRow> recorded, int i, IReadOnlyList<LifecycleRow> simulated, int j)
    {
        if (i == recorded.Count)
        {
            return true;
        }

        return (j < simulated.Count && recorded[i].Text == simulated[j].Text && Matches(recorded, i + 1, simulated, j + 1))
            || (IsShort(recorded, i, RecordedMoment) && Matches(recorded, i + 1, simulated, j))
            || (j < simulated.Count && IsShort(simulated, j, SimulatedMoment) && Matches(recorded, i, simulated, j + 1));
    }

    private static bool IsShort(IReadOnlyList<LifecycleRow> rows, int index, double moment) =>
        index + 1 < rows.Count && rows[index + 1].At - rows[index].At < moment;
}
