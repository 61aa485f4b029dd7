using PodTools.Kubernetes.Streams;

namespace PodTools.Terminal;

/// <summary>Connects the terminal of the user with that of a remote process: keys, output and size.</summary>
/// <param name="terminal">The user's terminal.</param>
/// <param name="process">The process, started with a terminal.</param>
/// <param name="detachKeys">The keys that leave the session.</param>
internal sealed class TerminalSession(ITerminal terminal, RemoteProcess process, DetachKeys detachKeys)
{
    private const int PieceSize = 32 * 1024;

    /// <summary>Runs until the process ends or the user leaves. The terminal is as it was before when this returns.</summary>
    /// <param name="redraw">Whether the process runs already and must be made to draw its screen again.</param>
    /// <param name="stop">Ends the session at once.</param>
    /// <returns>How the process ended; null when the user has left it.</returns>
    public async Task<RemoteExit?> RunAsync(bool redraw, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var mode = terminal.EnterRawMode();
        var size = terminal.Size;
        if (redraw)
        {
            await ResizeAsync((size.Columns + 1, size.Rows), ended.Token).ConfigureAwait(false);
        }

        await ResizeAsync(size, ended.Token).ConfigureAwait(false);
        var output = PrintAsync();
        var keys = Task.Factory.StartNew(() => PassKeys(size, ended.Token), ended.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (await Task.WhenAny(process.Exit, keys).ConfigureAwait(false) == keys && await keys.ConfigureAwait(false))
            {
                return null;
            }

            var exit = await process.Exit.WaitAsync(stop).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            return exit;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task)keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PrintAsync()
    {
        var buffer = new byte[PieceSize];
        try
        {
            int count;
            while ((count = await process.StandardOutput.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                terminal.Write(buffer.AsSpan(0, count));
            }
        }
        catch (KubernetesException)
        {
            // The connection was lost: the exit says so, too, and there it is reported.
        }
    }

    /// <summary>Passes keys and sizes on.</summary>
    /// <returns>True when the user has left, false when there are no more keys or nobody takes them.</returns>
    private bool PassKeys((int Columns, int Rows) size, CancellationToken ended)
    {
        var buffer = new byte[PieceSize];
        var passed = new List<byte>();
        while (!ended.IsCancellationRequested)
        {
            var count = terminal.Read(buffer);
            if (count < 0)
            {
                return false;
            }

            passed.Clear();
            if (detachKeys.Take(buffer.AsSpan(0, count), passed))
            {
                return true;
            }

            try
            {
                size = Pass(passed, size, ended);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The process has ended, which its exit tells.
                return false;
            }
        }

        return false;
    }

    private (int Columns, int Rows) Pass(List<byte> keys, (int Columns, int Rows) size, CancellationToken ended)
    {
        if (keys.Count > 0)
        {
            process.StandardInput.WriteAsync(keys.ToArray(), ended).AsTask().GetAwaiter().GetResult();
        }

        var now = terminal.Size;
        if (now != size)
        {
            ResizeAsync(now, ended).GetAwaiter().GetResult();
        }

        return now;
    }

    private async Task ResizeAsync((int Columns, int Rows) size, CancellationToken stop)
    {
        try
        {
            await process.ResizeAsync(Math.Max(1, size.Columns), Math.Max(1, size.Rows), stop).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It ended before it could be told the size; its exit tells why.
        }
    }
}
