using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;
using PodTools.Terminal;

namespace PodTools.Commands;

/// <summary>Puts the user in front of a process in a container.</summary>
/// <param name="pod">The pod, for messages.</param>
/// <param name="pipeline">Where to say how it went.</param>
internal sealed class TerminalWork(Pod pod, IPipeline pipeline)
{
    private KubernetesException? _endless;

    /// <summary>The user's terminal; null without one, of which the user is told.</summary>
    public ITerminal? Open()
    {
        var terminal = LocalTerminal.Open();
        if (terminal is null)
        {
            pipeline.Warn("Input or output is no terminal: the command gets plain streams, and each line of its output is emitted.");
        }

        return terminal;
    }

    /// <summary>Connects a terminal until the process ends or the user leaves it.</summary>
    /// <param name="terminal">The user's terminal.</param>
    /// <param name="process">The process, started with a terminal.</param>
    /// <param name="keys">The keys that leave it.</param>
    /// <param name="redraw">Whether it runs already.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(ITerminal terminal, RemoteProcess process, DetachKeys keys, bool redraw, CancellationToken stop)
    {
        if (redraw)
        {
            // What it printed before, such as a prompt, is not repeated.
            pipeline.Warn($"Joined pod '{pod}'. If no prompt shows, press Enter.");
        }

        var exit = await new TerminalSession(terminal, process, keys).RunAsync(redraw, stop);
        if (exit is null)
        {
            pipeline.SetExitCode(null);
            pipeline.Warn($"Left pod '{pod}'. What ran there may still be running.");
        }
        else
        {
            Report(exit);
        }
    }

    /// <summary>Emits each line of what a process writes, until it ends.</summary>
    /// <param name="process">The process.</param>
    /// <param name="stop">Ends it.</param>
    public async Task EmitAsync(RemoteProcess process, CancellationToken stop)
    {
        await using var dropped = stop.UnsafeRegister(_ => process.Abort(), null);
        await Task.WhenAll(EmitLinesAsync(process.StandardOutput, stop), EmitLinesAsync(process.StandardError, stop));
        Report(await process.Exit);
    }

    /// <summary>Passes on what this process is given as input, and emits each line of what the other writes, until that ends.</summary>
    /// <param name="process">The process to give it to.</param>
    /// <param name="stop">Ends it.</param>
    public Task ConverseAsync(RemoteProcess process, CancellationToken stop)
    {
        // Not waited for: what gives the input may go on for ever.
        _ = FeedAsync(process, stop);
        return EmitAsync(process, stop);
    }

    private async Task FeedAsync(RemoteProcess process, CancellationToken stop)
    {
        try
        {
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(process.StandardInput, stop);
            await process.EndInputAsync(stop);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Nobody takes it any more: the process has ended, and its exit says how.
        }
        catch (KubernetesException endless)
        {
            // The process would wait for the end of its input for ever.
            _endless = endless;
            process.Abort();
        }
    }

    private async Task EmitLinesAsync(Stream stream, CancellationToken stop)
    {
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync(stop) is { } line)
            {
                pipeline.Write(line);
            }
        }
        catch (KubernetesException)
        {
            // The connection was lost: the exit says so, too, and there it is reported.
        }
    }

    private void Report(RemoteExit exit)
    {
        pipeline.SetExitCode(exit.ExitCode);
        if (exit.ExitCode is not { } code)
        {
            throw _endless ?? exit.Error!;
        }

        if (code != 0)
        {
            pipeline.Warn($"The command in pod '{pod}' ended with exit code {ExitCodeText.Of(code)}.");
        }
    }
}
