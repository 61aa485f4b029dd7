namespace PodTools.Tests.Faults;

/// <summary>The clock of this machine, on which short pauses are over at once: the pause between two attempts need not be sat out.</summary>
/// <param name="real">The one pause that takes its time: how long to wait for something that must not be thought over at once.</param>
internal sealed class ImpatientClock(TimeSpan real) : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private long _skipped;

    /// <summary>Called when a pause begins, hence before the next attempt.</summary>
    public Action? Pausing { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _skipped));

    public override long GetTimestamp() => System.GetTimestamp() + (Volatile.Read(ref _skipped) * System.TimestampFrequency / TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > LongestPause || dueTime < TimeSpan.Zero || dueTime == real)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Add(ref _skipped, dueTime.Ticks);
        Pausing?.Invoke();
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
