namespace PodTools.Simulator.Node.Processes;

/// <summary>A process that is only played: it idles, and ends after a time or when it is told to. It costs nothing.</summary>
internal sealed class PlayedProcess : IContainerProcess
{
    private readonly TaskCompletionSource<ProcessExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _heedsStop;

    /// <summary>Starts it. On the loop.</summary>
    /// <param name="loop">Whose time it lives by.</param>
    /// <param name="exitAfter">When it ends by itself; null for never.</param>
    /// <param name="exit">How it ends by itself.</param>
    /// <param name="heedsStop">Whether it ends, with success, when it is asked to stop.</param>
    public PlayedProcess(WorkLoop loop, TimeSpan? exitAfter, ProcessExit exit, bool heedsStop)
    {
        _heedsStop = heedsStop;
        if (exitAfter is { } time)
        {
            loop.After(time, () => _exit.TrySetResult(exit));
        }
    }

    /// <inheritdoc/>
    public Task<ProcessExit> Exit => _exit.Task;

    /// <inheritdoc/>
    public Stream? Input => null;

    /// <inheritdoc/>
    public void Stop()
    {
        if (_heedsStop)
        {
            _exit.TrySetResult(new ProcessExit(0));
        }
    }

    /// <inheritdoc/>
    public void Kill() => _exit.TrySetResult(new ProcessExit(ProcessExit.Killed));

    /// <inheritdoc/>
    public void Resize(int columns, int rows)
    {
        // It has no terminal.
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }
}
