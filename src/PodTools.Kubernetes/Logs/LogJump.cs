namespace PodTools.Kubernetes.Logs;

/// <summary>
/// Notices where a log that is followed leaves lines out, or begins again. A kubelet that has rotated a log more often than it
/// was read goes on in the newest file, without a word, and reads that one once more for each rotation in between. Either shows
/// in the times of the lines only; whether it is so is told by another reading.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LogJump(TimeProvider time)
{
    /// <summary>The least time between two looks of a kubelet at the sizes of its logs, so that two rotations are further apart.</summary>
    private static readonly TimeSpan BetweenRotations = TimeSpan.FromSeconds(3);

    /// <summary>Lines of standard output and standard error may be a little out of order without that.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromMilliseconds(100);

    private readonly long _opened = time.GetTimestamp();
    private long _asked = time.GetTimestamp();
    private DateTimeOffset? _before;

    /// <summary>Whether a line does not follow the one before it. Every line is to be told, as soon as it has come.</summary>
    /// <param name="stamp">The time of the line.</param>
    public bool Shows(LogTimestamp stamp)
    {
        var (written, waited) = (stamp.ToDateTimeOffset(), time.GetElapsedTime(_asked));
        var step = written - (_before ?? written);
        _before = written;
        return time.GetElapsedTime(_opened) >= BetweenRotations && (step < -Disorder || step - waited >= BetweenRotations);
    }

    /// <summary>The next line is asked for: from now on it is waited for.</summary>
    public void Ask() => _asked = time.GetTimestamp();
}
