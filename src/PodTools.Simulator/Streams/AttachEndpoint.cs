using System.Threading.Channels;
using PodTools.Simulator.Node;
using PodTools.Simulator.Node.Containers;

namespace PodTools.Simulator.Streams;

/// <summary>Connects a client to the main process of a container: what it writes from now on, and its standard input.</summary>
internal sealed class AttachEndpoint(NodeRuntime runtime)
{
    // As much as a client may lag behind before it is disconnected; the container is never held up by it.
    private const int BacklogLimit = 4096;

    public async Task ServeAsync(PodStreamRequest request, CancellationToken cancellation)
    {
        var (pod, container, options, found) = await StreamTarget.FindAsync(request, runtime).ConfigureAwait(false);
        var run = found ?? throw new PlainRefusalException(500, $"container {container.Name} not found in pod {pod.Name}_{pod.Namespace}");
        if (await StreamUpgrade.OpenAsync(request, options, cancellation).ConfigureAwait(false) is { } channels)
        {
            await using (channels.ConfigureAwait(false))
            {
                await RunAsync(run, options, channels, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task RunAsync(ContainerRun run, ProcessOptions options, IStreamChannels channels, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var backlog = Channel.CreateBounded<(int Stream, ReadOnlyMemory<byte> Bytes)>(BacklogLimit);
        using var listening = run.Log.Listen((stream, bytes) =>
        {
            if (options.Wants(stream) && !backlog.Writer.TryWrite((stream, bytes)))
            {
                backlog.Writer.TryComplete();
            }
        });
        await channels.SendAsync(options.FirstChannel, ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false);
        var sending = SendAsync(backlog.Reader, channels, over.Token);
        var pump = InputPump.RunAsync(
            channels, run.Process, options.Input && run.Spec.Stdin, endsInput: run.Spec.StdinOnce, over.Token);
        if (await Task.WhenAny(run.Process.Exit, pump, sending).ConfigureAwait(false) == run.Process.Exit)
        {
            backlog.Writer.TryComplete();
            await sending.ConfigureAwait(false);
            var status = StreamStatus.OfExit(0, [], channels.HasStatusObjects);
            await channels.SendAsync(3, status, cancellation).ConfigureAwait(false);
        }
        else if (options.Input && run.Spec.StdinOnce && run.Process.Input is { } input)
        {
            await input.DisposeAsync().ConfigureAwait(false);
        }

        await over.CancelAsync().ConfigureAwait(false);
        await channels.CloseAsync().ConfigureAwait(false);

        // The client has gone, or is sent away: what the sending ended with then is nobody's concern.
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task SendAsync(
        ChannelReader<(int Stream, ReadOnlyMemory<byte> Bytes)> backlog, IStreamChannels channels, CancellationToken cancellation)
    {
        await foreach (var (stream, bytes) in backlog.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await channels.SendAsync(stream, bytes, cancellation).ConfigureAwait(false);
        }
    }
}
