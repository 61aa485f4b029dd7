using System.Runtime.ExceptionServices;

namespace PodTools.Kubernetes.Streams;

/// <summary>Moves all streams of a remote command at the same time, so that none can block another.</summary>
internal sealed class StreamPump(RemoteProcess process) : IDisposable
{
    private const int PieceSize = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private ExceptionDispatchInfo? _failure;

    /// <summary>Connects the command to local streams until it has ended.</summary>
    /// <exception cref="KubernetesException">The end of the input cannot be sent.</exception>
    /// <exception cref="IOException">A local stream failed.</exception>
    public async Task<RemoteExit> RunAsync(Stream? input, Stream output, Stream errorOutput, bool endInput, CancellationToken cancellationToken)
    {
        // The socket does not know the token; dropping it frees whatever waits on it, at once.
        using var cancelled = cancellationToken.UnsafeRegister(_ => _stop.Cancel(), null);
        using var stopped = _stop.Token.UnsafeRegister(_ => process.Abort(), null);
        if (input is not null)
        {
            // Not waited for at the end: input may wait for something local, such as a key, that never comes.
            _ = FeedAsync(input, endInput);
        }

        await Task.WhenAll(DrainAsync(process.StandardOutput, output), DrainAsync(process.StandardError, errorOutput)).ConfigureAwait(false);
        var exit = await process.Exit.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
        return exit;
    }

    public void Dispose() => _stop.Cancel();

    private async Task FeedAsync(Stream input, bool endInput)
    {
        // Not to depend on whether the local stream really reads asynchronously.
        await Task.Yield();
        try
        {
            await input.CopyToAsync(process.StandardInput, PieceSize, _stop.Token).ConfigureAwait(false);
            if (endInput)
            {
                await process.EndInputAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (InputClosedException)
        {
            // The command ended before it had read everything, as 'head' does; or the exit reports the lost connection.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private async Task DrainAsync(Stream from, Stream to)
    {
        try
        {
            await from.CopyToAsync(to, PieceSize, _stop.Token).ConfigureAwait(false);
        }
        catch (KubernetesException) when (process.Exit.IsCompleted)
        {
            // The lost connection is what the exit reports, once.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Keeps the first failure, which is thrown when everything has stopped because of it.</summary>
    private void Fail(Exception e)
    {
        if (e is not OperationCanceledException)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        }

        _stop.Cancel();
    }
}
