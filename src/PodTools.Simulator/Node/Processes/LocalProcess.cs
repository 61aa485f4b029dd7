using System.Diagnostics;
using System.IO.Pipes;

namespace PodTools.Simulator.Node.Processes;

/// <summary>A process on this machine, in a session of its own, so that it can be stopped with all that it started.</summary>
internal sealed class LocalProcess : IContainerProcess
{
    // What the process has written is there when it has ended: a stream that stays silent for so long, while nobody is still
    // busy with what came before, is held open by something that the process left behind.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    // Nobody has to hear to the end what such a thing goes on writing.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(1);

    private readonly ProcessCommand _command;
    private readonly Terminal? _terminal;
    private readonly AnonymousPipeServerStream? _input;
    private readonly List<AnonymousPipeServerStream> _outputs = [];
    private readonly Func<int, int> _findMain;
    private readonly int _pid;
    private int _passing;

    private LocalProcess(ProcessCommand command, Func<int, int> findMain)
    {
        _command = command;
        _findMain = findMain;
        using var block = new SpawnBlock();
        if (command.Terminal)
        {
            _terminal = new Terminal();

            // The first terminal that the leader of a session opens becomes the session's, unless it says no.
            block.Open(_terminal.Name, command.OwnsTerminal ? 0 : NativeMethods.NoControllingTerminal, 0, 1, 2);
        }
        else
        {
            _input = command.OpenInput ? new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None) : null;
            UsePipes(block);
        }

        block.ChangeDirectory(command.WorkingDirectory);
        _pid = Spawn(block);
        _input?.DisposeLocalCopyOfClientHandle();
        _outputs.ForEach(output => output.DisposeLocalCopyOfClientHandle());
        Exit = WaitAsync();
    }

    /// <inheritdoc/>
    public Task<ProcessExit> Exit { get; }

    /// <inheritdoc/>
    public Stream? Input => _terminal?.Stream ?? _input;

    /// <summary>The number of the process on this machine, that of the wrapper where it is isolated.</summary>
    public int Id => _pid;

    /// <summary>The number of the process whose children and signals count: the first one inside an isolation.</summary>
    public int MainId => _findMain(_pid);

    /// <summary>Starts a process.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="findMain">Finds the process that counts from the one that was started; null when it is the same.</param>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    public static LocalProcess Start(ProcessCommand command, Func<int, int>? findMain = null) =>
        OperatingSystem.IsWindows()
            ? throw ProcessStartException.CannotExecute(command.Arguments[0], "a simulated container runs commands on Linux and macOS only")
            : new(command, findMain ?? (pid => pid));

    /// <inheritdoc/>
    public void Stop()
    {
        var main = MainId;
        if (!Exit.IsCompleted && SignalMask.Catches(main, NativeMethods.SigTerm))
        {
            _ = NativeMethods.Kill(main, NativeMethods.SigTerm);
        }
    }

    /// <inheritdoc/>
    public void Kill()
    {
        if (!Exit.IsCompleted)
        {
            // On a terminal the first process inside leads a session of its own, out of reach of the group.
            _ = NativeMethods.Kill(MainId, NativeMethods.SigKill);
            _ = NativeMethods.Kill(-_pid, NativeMethods.SigKill);
        }
    }

    /// <inheritdoc/>
    public void Resize(int columns, int rows) => _terminal?.Resize(columns, rows);

    /// <summary>Ends what it reads. Somebody at a terminal never ends: a terminal without anybody is silent.</summary>
    public void EndInput() => _input?.Dispose();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exit.ConfigureAwait(false);
    }

    private void UsePipes(SpawnBlock block)
    {
        if (_input is null)
        {
            block.Open("/dev/null", 0, 0);
        }
        else
        {
            block.Duplicate(_input.ClientSafePipeHandle, 0);
        }

        for (var descriptor = 1; descriptor <= 2; descriptor++)
        {
            var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
            _outputs.Add(output);
            block.Duplicate(output.ClientSafePipeHandle, descriptor);
        }
    }

    private int Spawn(SpawnBlock block)
    {
        var environment = _command.Environment.Select(pair => $"{pair.Key}={pair.Value}").ToList();
        var error = NativeMethods.Spawn(
            out var pid, _command.FileName, block.Actions, block.Attributes, block.Strings(_command.Arguments), block.Strings(environment));
        if (error == 0)
        {
            return pid;
        }

        CloseStreams();
        throw ProcessStartException.CannotExecute(
            _command.Arguments[0],
            error switch { 2 => "no such file or directory", 13 => "permission denied", 8 => "exec format error", _ => $"error {error}" });
    }

    private async Task<ProcessExit> WaitAsync()
    {
        var exit = ChildWatcher.WatchAsync(_pid);
        var copies = _terminal is null
            ? _outputs.Select((output, index) => CopyAsync(output, index + 1)).ToArray()
            : [Task.Run(() => CopyAsync(_terminal.Stream, 1))];
        var code = await exit.ConfigureAwait(false);

        // Whatever it left behind in its group goes with it, as everything in a container goes with its first process.
        _ = NativeMethods.Kill(-_pid, NativeMethods.SigKill);
        await DrainAsync(Task.WhenAll(copies)).ConfigureAwait(false);
        CloseStreams();
        return new ProcessExit(code);
    }

    private async Task DrainAsync(Task copies)
    {
        var begun = Stopwatch.GetTimestamp();
        do
        {
            await Task.WhenAny(copies, Task.Delay(DrainTime)).ConfigureAwait(false);
        }
        while (!copies.IsCompleted && (Volatile.Read(ref _passing) > 0 || (HasMore() && Stopwatch.GetElapsedTime(begun) < DrainLimit)));
    }

    private bool HasMore() =>
        _terminal?.HasMore ?? _outputs.Exists(output => NativeMethods.BytesWaiting(output.SafePipeHandle) > 0);

    private async Task CopyAsync(Stream output, int stream)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await output.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                await PassAsync(stream, buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A terminal whose last user has gone reads as an error; so does a pipe that is closed after the drain.
        }
    }

    private async ValueTask PassAsync(int stream, ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Increment(ref _passing);
        try
        {
            await _command.Output(stream, bytes).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _passing);
        }
    }

    private void CloseStreams()
    {
        _input?.Dispose();
        _outputs.ForEach(output => output.Dispose());
        _terminal?.Dispose();
    }
}
