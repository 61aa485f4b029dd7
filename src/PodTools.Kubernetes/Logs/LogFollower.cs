using System.Runtime.CompilerServices;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Logs;

/// <summary>
/// Follows the log of one container for as long as the container lives: through dropped connections and restarts, without
/// losing or repeating a line. What the cluster no longer has (the rest of a run before the last one) is marked as a gap.
/// </summary>
internal sealed class LogFollower(ILogSource source, LogEntryFactory entries, LogOptions options, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>A pod that is being deleted has its end before it: whoever follows its log should not wait for that of this.</summary>
    private static readonly TimeSpan LongestPauseAtEnd = TimeSpan.FromMilliseconds(250);

    /// <summary>How far the latest run was read.</summary>
    private LogProgress _progress = new(entries, LogQuery.For(options, timestamps: true), time);

    /// <summary>How long to wait before the next request: not at all as long as the last one brought something new.</summary>
    private TimeSpan _pause = TimeSpan.Zero;

    /// <summary>How the container is; null once its pod is gone.</summary>
    private ContainerLife? _life;

    /// <summary>Whether the latest run was over before its log was opened, and its log was read to the end.</summary>
    private bool _isDrained;

    private TimeSpan Longest => _life is { IsLeaving: true } ? LongestPauseAtEnd : LongestPause;

    /// <summary>The entries until the container has finished for good, its pod is gone, or the caller stops.</summary>
    public async IAsyncEnumerable<PodLogEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _life = await source.LookAsync(cancellationToken).ConfigureAwait(false);
        await WaitAsync(life => life.HasRun || life.IsFinished, cancellationToken).ConfigureAwait(false);
        if (options.Tail == 0)
        {
            await SkipToEndAsync(cancellationToken).ConfigureAwait(false);
        }

        while (_life is { HasRun: true } run)
        {
            await foreach (var entry in ReadRunAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }

            await WaitAsync(life => life.Restarts > run.Restarts || life.IsFinished, cancellationToken).ConfigureAwait(false);
            if (_life is null || _life.Restarts == run.Restarts)
            {
                break;
            }

            await foreach (var entry in CrossRestartAsync(run, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }

        if (_life is null or { IsLeaving: true })
        {
            var what = _life is null ? "was" : "is being";
            yield return entries.Remark(PodLogEntryKind.Deleted, $"Pod '{entries.Pod}' {what} deleted: the log of container '{entries.Container}' ends here.");
        }
    }

    /// <summary>The lines of the latest run, until it is over and read to its end, or another run or nothing is there.</summary>
    private async IAsyncEnumerable<PodLogEntry> ReadRunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _isDrained = false;
        var wasFollowedToEnd = false;
        var restarts = _life!.Restarts;
        while (_life?.Restarts == restarts && !_isDrained)
        {
            var wasOver = !_life.IsRunning;
            bool needsMore;
            using (var reading = await OpenAsync(_progress, cancellationToken).ConfigureAwait(false))
            {
                if (reading is not null)
                {
                    // A line without an end may be half of one: it counts only when nothing can be added to it any more.
                    await foreach (var entry in _progress.ReadAsync(reading, wasOver, cancellationToken).ConfigureAwait(false))
                    {
                        // A node removes the log of a pod that is being deleted soon: nothing of it is missing that was followed to its end.
                        if (entry.Kind != PodLogEntryKind.Gap || !wasFollowedToEnd || !_life.IsLeaving)
                        {
                            yield return entry;
                        }
                    }
                }

                needsMore = reading is not null && _progress.NeedsMore;
                wasFollowedToEnd |= reading is { IsComplete: true } && !needsMore;
                _isDrained = wasOver && reading is { IsComplete: true } && !needsMore;
            }

            if (!_isDrained && !needsMore)
            {
                await foreach (var entry in SettleAsync(restarts, cancellationToken).ConfigureAwait(false))
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>Looks at the container after a reading, and gives what can be given only now.</summary>
    private async IAsyncEnumerable<PodLogEntry> SettleAsync(int restarts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _pause = _progress.IsAlive ? TimeSpan.Zero : _pause;
        await LookAgainAsync(cancellationToken).ConfigureAwait(false);
        if (_life is null && _progress.Unfinished is { } unfinished)
        {
            yield return unfinished;
        }

        if (_life?.Restarts == restarts && _progress.IsTorn)
        {
            yield return _progress.AcceptGap();
        }
    }

    /// <summary>What was missed of runs that are over, and the mark of the restart.</summary>
    private async IAsyncEnumerable<PodLogEntry> CrossRestartAsync(ContainerLife before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = _life!.Restarts - before.Restarts;
        if (runs > (_isDrained ? 2 : 1))
        {
            yield return entries.Remark(PodLogEntryKind.Gap, $"The container was restarted {runs} times since the last line; the cluster only keeps the log of the last run before this one.");
        }

        if (runs > 1 || !_isDrained)
        {
            var last = runs > 1 ? OfNextRun() : _progress;
            await foreach (var entry in ReadPreviousAsync(last, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }

        _progress = OfNextRun();
        yield return entries.Remark(PodLogEntryKind.Restart, $"Container '{entries.Container}' of pod '{entries.Pod}' was restarted (restart {_life.Restarts}).");
    }

    /// <summary>The rest of the last run before the latest one.</summary>
    private async IAsyncEnumerable<PodLogEntry> ReadPreviousAsync(LogProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var previous = new PreviousRun(source);
        for (var isComplete = false; !isComplete;)
        {
            LogReading? reading = null;
            string? failure = null;
            try
            {
                reading = await progress.OpenAsync(previous, cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesException e)
            {
                failure = e.Message;
            }

            if (reading is null)
            {
                yield return entries.Remark(PodLogEntryKind.Gap, $"The last lines before a restart may be missing: {failure}");
                yield break;
            }

            using (reading)
            {
                await foreach (var entry in progress.ReadAsync(reading, isOver: true, cancellationToken).ConfigureAwait(false))
                {
                    yield return entry;
                }

                isComplete = reading.IsComplete && !progress.IsTorn && !progress.NeedsMore;
            }

            if (progress.IsTorn)
            {
                yield return progress.AcceptGap();
            }
        }
    }

    /// <summary>Every line of a run that started while this was following is wanted.</summary>
    private LogProgress OfNextRun() =>
        new(entries, LogQuery.For(options with { Tail = null, Since = null, SinceTime = null }, timestamps: true), time);

    /// <summary>Notes the last line that is there already, so that all others are new.</summary>
    private async Task SkipToEndAsync(CancellationToken cancellationToken)
    {
        var everything = LogQuery.For(options with { Tail = null }, timestamps: true);
        _progress.Want(everything with { Follow = false, TailLines = 1 });
        for (var isComplete = false; !isComplete && _life is not null;)
        {
            using (var reading = await OpenAsync(_progress, cancellationToken).ConfigureAwait(false))
            {
                await (reading is null ? Task.CompletedTask : SkipAsync(reading)).ConfigureAwait(false);
                isComplete = reading is { IsComplete: true };
            }

            await (isComplete ? Task.CompletedTask : LookAgainAsync(cancellationToken)).ConfigureAwait(false);
        }

        _progress.Want(everything);

        async Task SkipAsync(LogReading reading)
        {
            await foreach (var _ in _progress.ReadAsync(reading, isOver: true, cancellationToken).ConfigureAwait(false))
            {
            }
        }
    }

    /// <summary>Opens the log; null when that fails in a way that passes.</summary>
    private async Task<LogReading?> OpenAsync(LogProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await progress.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (PassingFailure.Is(e) || e.Reason is "NotFound" or StreamReason.ContainerNotRunning)
        {
            return null;
        }
    }

    private async Task WaitAsync(Func<ContainerLife, bool> condition, CancellationToken cancellationToken)
    {
        while (_life is not null && !condition(_life))
        {
            await LookAgainAsync(cancellationToken).ConfigureAwait(false);
        }

        _pause = TimeSpan.Zero;
    }

    /// <summary>Asks again how the container is, after a pause that grows while nothing happens.</summary>
    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
            _pause = TimeSpan.FromTicks(Math.Clamp(_pause.Ticks * 2, ShortestPause.Ticks, Longest.Ticks));
            try
            {
                _life = await source.LookAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KubernetesException e) when (PassingFailure.Is(e))
            {
                // The cluster shakes; the log is followed until somebody stops it.
            }
        }
    }
}
