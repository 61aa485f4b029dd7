using System.Runtime.InteropServices;

namespace PodTools.Kubernetes.Logs;

/// <summary>
/// Remembers which lines were handed on, so that a log that is read again from a whole second (the API knows no finer start)
/// gives each line once. Lines are told apart by their nanosecond, and lines of the same nanosecond by their number.
/// Only the last two seconds are remembered; reading starts again there, so lines that were written a little out of
/// order are not lost either.
/// </summary>
internal sealed class SeenLines
{
    private readonly Dictionary<long, Dictionary<int, Count>> _seconds = [];
    private long _latest = long.MinValue;

    /// <summary>The second to read again from, or null when no line was seen.</summary>
    public long? ResumeFrom => _latest == long.MinValue ? null : _latest - 1;

    /// <summary>The log is going to be read again, from <see cref="ResumeFrom"/>.</summary>
    public void StartAgain()
    {
        foreach (var second in _seconds.Values)
        {
            foreach (var nanosecond in second.Keys)
            {
                CollectionsMarshal.GetValueRefOrNullRef(second, nanosecond).InThisReading = 0;
            }
        }
    }

    /// <summary>Counts a line that was read.</summary>
    /// <returns>True the first time that this line is read.</returns>
    public bool Add(LogTimestamp time)
    {
        if (time.UnixSeconds > _latest)
        {
            _latest = time.UnixSeconds;
            Forget();
        }
        else if (time.UnixSeconds < _latest - 1)
        {
            // Reading again never goes back so far.
            return true;
        }

        if (!_seconds.TryGetValue(time.UnixSeconds, out var second))
        {
            _seconds[time.UnixSeconds] = second = [];
        }

        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(second, time.Nanosecond, out _);
        count.InThisReading++;
        if (count.InThisReading <= count.HandedOn)
        {
            return false;
        }

        count.HandedOn = count.InThisReading;
        return true;
    }

    private void Forget()
    {
        foreach (var second in _seconds.Keys)
        {
            if (second < _latest - 1)
            {
                // Removing while enumerating is allowed for a dictionary.
                _seconds.Remove(second);
            }
        }
    }

    private struct Count
    {
        public int InThisReading;
        public int HandedOn;
    }
}
