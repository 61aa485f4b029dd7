using System.Buffers;
using System.Net.WebSockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>A WebSocket whose messages each start with one byte that names a channel.</summary>
internal sealed class ChannelSocket(WebSocket socket) : IStreamChannels
{
    /// <summary>
    /// The most data that one frame carries. With the 8 bytes of the frame's head and the channel's number, a frame then fills
    /// four TLS records; one byte more would be a fifth record with next to nothing in it, for every frame.
    /// </summary>
    public const int PieceSize = 64 * 1024 - 9;

    /// <summary>How long a polite goodbye may take before the connection is simply dropped.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte _channel;
    private bool _inMessage;

    /// <inheritdoc/>
    public bool CanHalfClose => socket.SubProtocol == StreamProtocols.V5;

    /// <inheritdoc/>
    public string? CloseDescription => socket.CloseStatusDescription;

    /// <inheritdoc/>
    public async ValueTask<ChannelFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            var payload = _buffer.AsMemory(0, received.Count);
            if (!_inMessage)
            {
                // A message without a single byte names no channel, and a first fragment may be empty.
                if (payload.IsEmpty)
                {
                    continue;
                }

                _channel = payload.Span[0];
                payload = payload[1..];
            }

            _inMessage = !received.EndOfMessage;
            return new ChannelFrame(_channel, payload, received.EndOfMessage);
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length, PieceSize) + 1);
        try
        {
            buffer[0] = channel;
            do
            {
                var piece = data[..Math.Min(data.Length, PieceSize)];
                piece.CopyTo(buffer.AsMemory(1));
                await SendMessageAsync(buffer.AsMemory(0, piece.Length + 1), cancellationToken).ConfigureAwait(false);
                data = data[piece.Length..];
            }
            while (!data.IsEmpty);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public Task HalfCloseAsync(byte channel, CancellationToken cancellationToken) =>
        SendMessageAsync(new byte[] { (byte)StreamChannel.Close, channel }, cancellationToken);

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(CloseTimeout);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    /// <inheritdoc/>
    public void Abort() => socket.Abort();

    public void Dispose() => socket.Dispose();

    private async Task SendMessageAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }
}
