using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Streams;

/// <summary>Carries what a client types, and the size of its terminal, to a process.</summary>
internal static class InputPump
{
    /// <summary>Runs until the client has gone, or until it is cancelled.</summary>
    /// <param name="channels">The client.</param>
    /// <param name="process">The process.</param>
    /// <param name="takesInput">Whether the client may type.</param>
    /// <param name="endsInput">Whether the end of the client's input is the end of the process' input.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(
        IStreamChannels channels, IContainerProcess process, bool takesInput, bool endsInput, CancellationToken cancellation)
    {
        while (await channels.ReceiveAsync(cancellation).ConfigureAwait(false) is { } message)
        {
            switch (message.Channel)
            {
                case 0 when takesInput:
                    await TypeAsync(process, message, endsInput, cancellation).ConfigureAwait(false);
                    break;
                case 4:
                    Resize(process, message.Data);
                    break;
            }
        }
    }

    private static async Task TypeAsync(IContainerProcess process, ChannelMessage message, bool endsInput, CancellationToken cancellation)
    {
        try
        {
            if (process.Input is { } input && message.Data.Length > 0)
            {
                await input.WriteAsync(message.Data, cancellation).ConfigureAwait(false);
                await input.FlushAsync(cancellation).ConfigureAwait(false);
            }

            if (message.Ends && endsInput && process.Input is { } ended)
            {
                await ended.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process reads no more; what is typed goes nowhere.
        }
    }

    private static void Resize(IContainerProcess process, ReadOnlyMemory<byte> data)
    {
        try
        {
            if (JsonNode.Parse(data.Span) is JsonObject size)
            {
                process.Resize((int?)size["Width"] ?? 80, (int?)size["Height"] ?? 24);
            }
        }
        catch (JsonException)
        {
            // A size that cannot be read changes nothing, as on a real node.
        }
    }
}
