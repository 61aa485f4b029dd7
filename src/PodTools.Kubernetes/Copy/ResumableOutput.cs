using System.Threading.Channels;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// What a command writes, as one stream, although its connection may be cut, or the server may lose the end of it: it is
/// run again then, and what has been read already is left out. Only for commands that write the same each time.
/// </summary>
/// <param name="shell">Runs the commands.</param>
/// <param name="commandFrom">The command that writes everything from a position on; null where there is none but for position 0.</param>
/// <param name="isComplete">Whether everything has been read when as many bytes have been.</param>
/// <param name="mustSucceed">Whether a reader gets an error instead of the end when the command fails, and not only when its connection does.</param>
internal sealed class ResumableOutput(
    IRemoteShell shell, Func<long, IReadOnlyList<string>?> commandFrom, Func<long, bool> isComplete, bool mustSucceed = false) : ReadOnlyStream
{
    private readonly Channel<(Stream Output, TaskCompletionSource Read)> _outputs = Channel.CreateUnbounded<(Stream, TaskCompletionSource)>();
    private (Stream Output, TaskCompletionSource Read)? _current;
    private long _position;

    /// <summary>Runs the command, as often as it takes, while a reader reads this stream to its end.</summary>
    /// <param name="read">Reads this stream.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <returns>How the last run went.</returns>
    public async Task<RemoteRun> RunAsync(Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = ProduceAsync(stop.Token);
        try
        {
            await read(this, stop.Token).ConfigureAwait(false);
            await CopyToAsync(Null, stop.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_outputs.Reader.Completion.IsCompleted)
        {
            // What the command says about its failure tells more than what its reader makes of it.
            var run = await running.ConfigureAwait(false);
            if (run.Exit.Succeeded)
            {
                throw;
            }

            return run;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await running.ConfigureAwait(false);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (await CurrentAsync(cancellationToken).ConfigureAwait(false) is { } current)
        {
            try
            {
                var count = await current.Output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count > 0 || buffer.IsEmpty)
                {
                    _position += count;
                    return count;
                }
            }
            catch (KubernetesException e) when (CutCopy.IsCut(e))
            {
                // The run reports it, and the next one brings the rest.
            }

            _current = null;
            current.Read.SetResult();
        }

        return 0;
    }

    private async ValueTask<(Stream Output, TaskCompletionSource Read)?> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is null && await _outputs.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _outputs.Reader.TryRead(out var next))
        {
            _current = next;
        }

        return _current;
    }

    private async Task<RemoteRun> ProduceAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var before = _position;
                var command = commandFrom(before)!;
                var run = await TryAsync(command, attempt, cancellationToken).ConfigureAwait(false);
                var isLast = commandFrom(_position) is null || (attempt >= CutCopy.MostAttempts && _position == before);
                if (run is not null && (isLast || !CutCopy.IsCut(run, isComplete(_position))))
                {
                    failure = run.Exit.Error as Exception ?? (mustSucceed && !run.Exit.Succeeded ? new IOException("The command failed.") : null);
                    return run;
                }

                attempt = _position > before ? 0 : attempt;
                await CutCopy.PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            // A cut must not look like an end.
            _outputs.Writer.TryComplete(failure);
        }
    }

    /// <summary>Runs the command; null when its connection could not be opened and that may be tried again.</summary>
    private async Task<RemoteRun?> TryAsync(IReadOnlyList<string> command, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await shell.RunAsync(command, null, OfferAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (CutCopy.IsCut(e) && attempt < CutCopy.MostAttempts)
        {
            return null;
        }
    }

    private async Task OfferAsync(Stream output, CancellationToken cancellationToken)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _outputs.Writer.TryWrite((output, read));
        await read.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
