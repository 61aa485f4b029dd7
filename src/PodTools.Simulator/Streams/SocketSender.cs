using System.Net.WebSockets;

namespace PodTools.Simulator.Streams;

/// <summary>Sends messages on a WebSocket from several sources, one after the other, and closes it once.</summary>
internal sealed class SocketSender(WebSocket socket) : IDisposable
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    /// <summary>Sends one message.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Says goodbye and waits a moment for the answer. A client that has gone already is no trouble.</summary>
    public async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(ClosePatience);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token).ConfigureAwait(false);
            }

            var rest = new byte[4096];
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(rest.AsMemory(), limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // It has gone without a goodbye.
        }
    }
}
