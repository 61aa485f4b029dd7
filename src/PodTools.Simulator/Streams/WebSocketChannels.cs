using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using PodTools.Simulator.Streams.Spdy;

namespace PodTools.Simulator.Streams;

/// <summary>
/// Channels over a WebSocket: the first byte of each message is the channel's number, or its digit where the rest is
/// base64. Version 5 can end a channel, with the message 255 and the channel's number.
/// </summary>
internal sealed class WebSocketChannels(AcceptedSocket accepted) : IStreamChannels
{
    /// <summary>The protocols of exec and attach; an empty one is the first version, raw.</summary>
    public static readonly string[] ExecProtocols =
        ["v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io", "base64.channel.k8s.io", "channel.k8s.io", ""];

    /// <summary>The protocols of port-forward.</summary>
    public static readonly string[] PortForwardProtocols = ["v4.channel.k8s.io", "v4.base64.channel.k8s.io", SpdyUpgrade.TunnelProtocol, ""];

    private const byte CloseChannel = 255;

    private readonly WebSocket _socket = accepted.Socket;
    private readonly SocketSender _sender = new(accepted.Socket);
    private readonly string _protocol = accepted.Protocol;
    private byte[] _buffer = new byte[64 * 1024];

    private bool IsText => _protocol.Contains("base64", StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool HasStatusObjects => _protocol.StartsWith('v');

    /// <inheritdoc/>
    public Task SendAsync(int channel, ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        if (IsText)
        {
            var text = channel.ToString(CultureInfo.InvariantCulture) + Convert.ToBase64String(data.Span);
            return _sender.SendAsync(Encoding.ASCII.GetBytes(text), cancellation, WebSocketMessageType.Text);
        }

        var message = new byte[data.Length + 1];
        message[0] = (byte)channel;
        data.CopyTo(message.AsMemory(1));
        return _sender.SendAsync(message, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ChannelMessage?> ReceiveAsync(CancellationToken cancellation)
    {
        while (await ReadMessageAsync(cancellation).ConfigureAwait(false) is { } message)
        {
            if (message.Length == 0)
            {
                continue;
            }

            if (IsText)
            {
                return new ChannelMessage(message.Span[0] - '0', Convert.FromBase64String(Encoding.ASCII.GetString(message.Span[1..])));
            }

            return message.Span[0] == CloseChannel && message.Length > 1 && _protocol.StartsWith("v5", StringComparison.Ordinal)
                ? new ChannelMessage(message.Span[1], ReadOnlyMemory<byte>.Empty, Ends: true)
                : new ChannelMessage(message.Span[0], message[1..]);
        }

        return null;
    }

    /// <inheritdoc/>
    public Task CloseAsync() => _sender.CloseAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadMessageAsync(CancellationToken cancellation)
    {
        var length = 0;
        try
        {
            while (true)
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, length * 2);
                }

                var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                if (result.EndOfMessage)
                {
                    return _buffer.AsMemory(0, length);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or IOException)
        {
            // The client has gone without a goodbye.
            return null;
        }
    }
}
