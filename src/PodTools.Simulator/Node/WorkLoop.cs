using System.Threading.Channels;

namespace PodTools.Simulator.Node;

/// <summary>
/// Runs everything that the node does, one thing at a time and in order: no lock guards a pod, and ten thousand pods
/// need one timer and no thread. Whatever is said to be on the loop may only be called by work that runs there.
/// </summary>
internal sealed class WorkLoop : IAsyncDisposable
{
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly PriorityQueue<Alarm, (DateTimeOffset Due, long Order)> _alarms = new();
    private readonly List<Exception> _faults = [];
    private readonly TimeProvider _clock;
    private readonly double _speed;
    private readonly ITimer _timer;
    private readonly Task _running;
    private DateTimeOffset? _alarmTime;
    private long _order;

    /// <summary>Starts the loop.</summary>
    /// <param name="clock">What the time is.</param>
    /// <param name="speed">How much shorter than said all waits are.</param>
    public WorkLoop(TimeProvider clock, double speed)
    {
        _clock = clock;
        _speed = speed;
        _timer = clock.CreateTimer(_ => Post(RunDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    /// <summary>
    /// The time, on the loop. Work of an alarm sees the instant for which it was set, however late it runs: a clock that
    /// was moved by an hour is followed step by step.
    /// </summary>
    public DateTimeOffset Now => _alarmTime ?? _clock.GetUtcNow();

    /// <summary>How long ago something was, as the pods feel it. On the loop. What never was is as long ago as can be.</summary>
    public TimeSpan Since(DateTimeOffset instant)
    {
        var felt = (Now - instant).Ticks * _speed;
        return felt < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)felt) : TimeSpan.MaxValue;
    }

    /// <summary>Queues work, from any thread. After disposal it is dropped: nobody is left to see what it would do.</summary>
    public void Post(Action work) => _work.Writer.TryWrite(work);

    /// <summary>Runs work on the loop and gives back what it returns.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _work.Writer.TryWrite(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return queued ? done.Task : Task.FromException<T>(new ObjectDisposedException(nameof(WorkLoop)));
    }

    /// <summary>Runs work once a time has passed, unless the alarm is cancelled before. On the loop.</summary>
    public Alarm After(TimeSpan delay, Action work)
    {
        var alarm = new Alarm(work);
        _alarms.Enqueue(alarm, (Now + (delay / _speed), _order++));
        SetTimer();
        return alarm;
    }

    /// <summary>Ends the loop after the work that is queued.</summary>
    /// <exception cref="AggregateException">Some work failed in a way that it should not: a fault of the simulator.</exception>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        if (_faults.Count > 0)
        {
            throw new AggregateException("The simulated node failed; this is a fault of the simulator.", _faults);
        }
    }

    private async Task RunAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Run(work);
        }
    }

    // One pod's trouble must not stop the others; what went wrong is told when the simulator stops.
    private void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error)
        {
            _faults.Add(error);
        }
    }

    private void RunDue()
    {
        var now = _clock.GetUtcNow();
        while (_alarms.TryPeek(out var alarm, out var at) && at.Due <= now)
        {
            _alarms.Dequeue();
            if (alarm.Work is { } work)
            {
                _alarmTime = at.Due;
                Run(work);
            }
        }

        _alarmTime = null;
        SetTimer();
    }

    private void SetTimer()
    {
        if (_alarmTime is not null || !_alarms.TryPeek(out _, out var next))
        {
            return;
        }

        var wait = next.Due - _clock.GetUtcNow();
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Work for later.</summary>
    internal sealed class Alarm(Action work)
    {
        /// <summary>What is to be done, or null once it is cancelled.</summary>
        public Action? Work { get; private set; } = work;

        /// <summary>Forgets the work. Cancelling twice or too late changes nothing.</summary>
        public void Cancel() => Work = null;
    }
}
