using System.Text;
using PodTools.Simulator.Node;
using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Streams;

/// <summary>Runs a command in a container.</summary>
internal sealed class ExecEndpoint(NodeRuntime runtime)
{
    public async Task ServeAsync(PodStreamRequest request, CancellationToken cancellation)
    {
        var (pod, container, options, found) = await StreamTarget.FindAsync(request, runtime).ConfigureAwait(false);
        var run = found ?? throw new PlainRefusalException(500, $"container not found (\"{container.Name}\")");
        if (await StreamUpgrade.OpenAsync(request, options, cancellation).ConfigureAwait(false) is not { } channels)
        {
            return;
        }

        await using (channels.ConfigureAwait(false))
        {
            await channels.SendAsync(options.FirstChannel, ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false);
            var command = request.Exchange.Request.Query.All("command").ToList();
            var status = await PlayAsync(pod, run, command, options, channels, cancellation).ConfigureAwait(false)
                ?? await RunAsync(run, command, options, channels, cancellation).ConfigureAwait(false);
            if (status is { Length: > 0 })
            {
                await channels.SendAsync(3, status, cancellation).ConfigureAwait(false);
            }

            await channels.CloseAsync().ConfigureAwait(false);
        }
    }

    private static async Task<byte[]?> PlayAsync(
        PodObject pod, ContainerRun run, List<string> command, ProcessOptions options, IStreamChannels channels, CancellationToken cancellation)
    {
        if (run.Played is null)
        {
            return null;
        }

        var exec = new SimulatedExec(pod.Namespace, pod.Name, run.Spec.Name, command);
        var reply = await Task.Run(() => PlayedExec.Reply(run.Played, exec), cancellation).ConfigureAwait(false);
        if (reply is null)
        {
            return null;
        }

        foreach (var (stream, text) in new[] { (1, reply.Output), (2, reply.ErrorOutput) })
        {
            var channel = options.Terminal ? 1 : stream;
            if (text.Length > 0 && options.Wants(channel))
            {
                await channels.SendAsync(channel, Encoding.UTF8.GetBytes(text), cancellation).ConfigureAwait(false);
            }
        }

        return StreamStatus.OfExit(reply.ExitCode, command, channels.HasStatusObjects);
    }

    // Null when the client has gone before the end: nobody is left to be told of it.
    private static async Task<byte[]?> RunAsync(
        ContainerRun run, List<string> command, ProcessOptions options, IStreamChannels channels, CancellationToken cancellation)
    {
        var output = new ExecOutput(channels, options, cancellation);
        LocalProcess process;
        try
        {
            process = run.Sandbox!.Exec(command, options.Input, options.Terminal, output.TakeAsync);
        }
        catch (ProcessStartException error)
        {
            return StreamStatus.OfStartFailure(
                $"failed to exec in container: failed to start exec \"{ContainerIds.New()}\": OCI runtime exec failed: exec failed: {error.Message}",
                channels.HasStatusObjects);
        }

        var pump = InputPump.RunAsync(channels, process, options.Input, endsInput: true, cancellation);
        var first = await Task.WhenAny(process.Exit, pump, run.Process.Exit).ConfigureAwait(false);
        if (first == pump)
        {
            // As on a real node the command goes on when its client has gone: only what it reads ends, unless that is a terminal.
            output.Drop();
            process.EndInput();
            return null;
        }

        // A command does not outlive the container that it runs in.
        await process.DisposeAsync().ConfigureAwait(false);
        var exit = await process.Exit.ConfigureAwait(false);
        return StreamStatus.OfExit(exit.Code, command, channels.HasStatusObjects);
    }
}
