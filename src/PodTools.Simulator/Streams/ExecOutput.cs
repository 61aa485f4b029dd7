using System.Net.WebSockets;

namespace PodTools.Simulator.Streams;

/// <summary>Where a command in a container writes: to its client, and to nowhere once that has gone.</summary>
/// <param name="channels">The client.</param>
/// <param name="options">What the client wants.</param>
/// <param name="cancellation">Ends with the connection.</param>
internal sealed class ExecOutput(IStreamChannels channels, ProcessOptions options, CancellationToken cancellation)
{
    private volatile bool _dropped;

    /// <summary>Takes what was written.</summary>
    /// <param name="stream">1 for standard output, 2 for standard error.</param>
    /// <param name="bytes">The piece.</param>
    public async ValueTask TakeAsync(int stream, ReadOnlyMemory<byte> bytes)
    {
        if (_dropped || !options.Wants(stream))
        {
            return;
        }

        try
        {
            await channels.SendAsync(stream, bytes, cancellation).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            Drop();
        }
    }

    /// <summary>The client has gone.</summary>
    public void Drop() => _dropped = true;
}
