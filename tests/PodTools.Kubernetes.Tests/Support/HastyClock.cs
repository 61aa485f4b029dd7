namespace PodTools.Kubernetes.Tests;

/// <summary>A clock whose timers fire a hundred times as fast as they should, and are counted.</summary>
internal sealed class HastyClock : TimeProvider
{
    private const int Haste = 100;
    private int _fired;

    internal int Fired => Volatile.Read(ref _fired);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        void Fire(object? given)
        {
            Interlocked.Increment(ref _fired);
            callback(given);
        }

        return new HastyTimer(base.CreateTimer(Fire, state, Hurry(dueTime), Hurry(period)));
    }

    private static TimeSpan Hurry(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;

    private sealed class HastyTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Hurry(dueTime), Hurry(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
