namespace PodTools.Kubernetes.Logs;

/// <summary>
/// What is remembered of the lines that were handed on: the times of the last ones, in the order of the log. Neighbours of
/// the same time are one run with their number, so that equal lines are told apart by counting.
/// </summary>
internal sealed class LogTrail
{
    /// <summary>How many runs are kept at least. Far more than two readings of a log can differ in where they start to overlap.</summary>
    private const int Kept = 4096;

    private readonly List<Run> _runs = [];

    /// <summary>Whether no line was handed on yet.</summary>
    public bool IsEmpty => _runs.Count == 0;

    /// <summary>The youngest time of all lines; only when there is one.</summary>
    public LogTimestamp Latest { get; private set; }

    /// <summary>Adds a line that was handed on.</summary>
    public void Add(LogTimestamp time)
    {
        Latest = IsEmpty || time.CompareTo(Latest) > 0 ? time : Latest;
        if (!IsEmpty && _runs[^1].Time == time)
        {
            _runs[^1] = new Run(time, _runs[^1].Count + 1);
            return;
        }

        _runs.Add(new Run(time, 1));
        if (_runs.Count == 2 * Kept)
        {
            _runs.RemoveRange(0, Kept);
        }
    }

    /// <summary>The runs as a reading of the log sees them that leaves out what is older than a second.</summary>
    /// <param name="second">Whole seconds since 1970; null for a reading that leaves out nothing.</param>
    public List<Run> Since(long? second)
    {
        var seen = new List<Run>(_runs.Count);
        foreach (var run in _runs.Where(run => second is null || run.Time.UnixSeconds >= second))
        {
            if (seen.Count > 0 && seen[^1].Time == run.Time)
            {
                seen[^1] = new Run(run.Time, seen[^1].Count + run.Count);
            }
            else
            {
                seen.Add(run);
            }
        }

        return seen;
    }

    /// <summary>Lines of the same time that follow one another.</summary>
    internal readonly record struct Run(LogTimestamp Time, int Count);
}
