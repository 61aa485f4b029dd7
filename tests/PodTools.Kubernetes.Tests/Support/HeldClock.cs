namespace PodTools.Kubernetes.Tests;

/// <summary>A clock whose timers fire only when a test says so.</summary>
internal sealed class HeldClock : TimeProvider
{
    private readonly List<HeldTimer> _timers = [];

    /// <summary>Fires all timers that have not been disposed.</summary>
    internal void Fire()
    {
        HeldTimer[] timers;
        lock (_timers)
        {
            timers = [.. _timers];
        }

        Array.ForEach(timers, timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HeldTimer(this, () => callback(state));
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class HeldTimer(HeldClock clock, Action fire) : ITimer
    {
        internal void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (clock._timers)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
