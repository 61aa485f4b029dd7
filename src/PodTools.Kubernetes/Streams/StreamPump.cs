using System.Runtime.ExceptionServices;

namespace PodTools.Kubernetes.Streams;

/// <summary>Works on all streams of a remote command at the same time, so that none can block another.</summary>
internal sealed class StreamPump(RemoteProcess process) : IDisposable
{
    private const int PieceSize = 256 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private ExceptionDispatchInfo? _failure;

    /// <summary>Reads everything into a local stream.</summary>
    public static StreamWork Into(Stream to) => (from, cancel) => from.CopyToAsync(to, PieceSize, cancel);

    /// <summary>Writes everything from a local stream.</summary>
    public static StreamWork OutOf(Stream from) => (to, cancel) => from.CopyToAsync(to, PieceSize, cancel);

    /// <summary>Works until the command has ended.</summary>
    /// <param name="feed">Writes the input; null for none.</param>
    /// <param name="output">Reads the output; what it leaves is discarded.</param>
    /// <param name="errorOutput">Reads the error output; what it leaves is discarded.</param>
    /// <param name="endInput">Whether the command's input ends when <paramref name="feed"/> is done.</param>
    /// <param name="cancellationToken">Drops the connection at once.</param>
    /// <exception cref="KubernetesException">The end of the input cannot be sent.</exception>
    /// <exception cref="Exception">Whatever the given work threw first: the connection is dropped then.</exception>
    public async Task<RemoteExit> RunAsync(StreamWork? feed, StreamWork output, StreamWork errorOutput, bool endInput, CancellationToken cancellationToken)
    {
        // The socket does not know the token; dropping it frees whatever waits on it, at once.
        using var cancelled = cancellationToken.UnsafeRegister(_ => _stop.Cancel(), null);
        using var stopped = _stop.Token.UnsafeRegister(_ => process.Abort(), null);
        if (feed is not null)
        {
            // Not waited for at the end: input may wait for something local, such as a key, that never comes.
            _ = FeedAsync(feed, endInput);
        }

        await Task.WhenAll(DrainAsync(process.StandardOutput, output), DrainAsync(process.StandardError, errorOutput)).ConfigureAwait(false);
        var exit = await process.Exit.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
        return exit;
    }

    public void Dispose() => _stop.Cancel();

    private async Task FeedAsync(StreamWork feed, bool endInput)
    {
        // Not to depend on whether the local stream really reads asynchronously.
        await Task.Yield();
        try
        {
            await feed(process.StandardInput, _stop.Token).ConfigureAwait(false);
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

    private async Task DrainAsync(Stream stream, StreamWork work)
    {
        try
        {
            await work(stream, _stop.Token).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.Reason == KubernetesReason.ConnectionLost)
        {
            // This is what the exit reports, once.
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
