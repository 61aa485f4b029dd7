using System.Net.WebSockets;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>The bytes of a WebSocket's messages as one stream, whatever the messages are.</summary>
internal sealed class WebSocketStream(WebSocket socket) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var result = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (result.Count > 0 || result.MessageType == WebSocketMessageType.Close)
                {
                    return result.Count;
                }
            }

            return 0;
        }
        catch (WebSocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        socket.Dispose();
        base.Dispose(disposing);
    }
}
