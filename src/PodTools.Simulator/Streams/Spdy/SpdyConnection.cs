using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>
/// The server's side of SPDY/3.1, as far as kubectl speaks it: streams that the client opens, data in both directions,
/// pings. There is no flow control, as there is none in the library of Kubernetes.
/// </summary>
internal sealed class SpdyConnection(Stream transport) : IAsyncDisposable
{
    private const int MaximumFrame = 1 << 24;
    private const byte Final = 1;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Inflater _inflater = new(SpdyDictionary.Bytes);
    private readonly ConcurrentDictionary<int, SpdyStream> _streams = new();
    private readonly Channel<SpdyStream> _opened = Channel.CreateUnbounded<SpdyStream>();
    private bool _replied;

    private enum FrameType
    {
        SynStream = 1,
        SynReply = 2,
        RstStream = 3,
        Ping = 6,
        GoAway = 7,
    }

    /// <summary>The streams that the client opens, until it goes.</summary>
    public ChannelReader<SpdyStream> Opened => _opened.Reader;

    /// <summary>Reads what comes until the client has gone.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            var head = new byte[8];
            while (await transport.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) == head.Length)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) & (MaximumFrame - 1);
                var body = new byte[length];
                await transport.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
                await HandleAsync(head, body, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or EndOfStreamException or InvalidDataException)
        {
            // It has gone without a goodbye, or speaks something else.
        }
        finally
        {
            _opened.Writer.TryComplete();
            foreach (var stream in _streams.Values)
            {
                stream.Abort();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return transport.DisposeAsync();
    }

    /// <summary>Sends data on a stream.</summary>
    internal async Task SendDataAsync(int stream, ReadOnlyMemory<byte> data, bool last, CancellationToken cancellation)
    {
        var frame = new byte[8 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, stream);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), data.Length);
        frame[4] = last ? Final : (byte)0;
        data.CopyTo(frame.AsMemory(8));
        await SendAsync(frame, cancellation).ConfigureAwait(false);
    }

    private async Task HandleAsync(byte[] head, byte[] body, CancellationToken cancellation)
    {
        var last = (head[4] & Final) != 0;
        if ((head[0] & 0x80) == 0)
        {
            if (_streams.TryGetValue(BinaryPrimitives.ReadInt32BigEndian(head), out var stream))
            {
                await stream.ReceiveAsync(body, last, cancellation).ConfigureAwait(false);
            }

            return;
        }

        switch ((FrameType)BinaryPrimitives.ReadInt16BigEndian(head.AsSpan(2)))
        {
            case FrameType.SynStream:
                await OpenAsync(body, last, cancellation).ConfigureAwait(false);
                break;
            case FrameType.RstStream when _streams.TryGetValue(BinaryPrimitives.ReadInt32BigEndian(body), out var reset):
                reset.Abort();
                break;
            case FrameType.Ping:
                await SendControlAsync(FrameType.Ping, body, cancellation).ConfigureAwait(false);
                break;
        }
    }

    private async Task OpenAsync(byte[] body, bool last, CancellationToken cancellation)
    {
        var id = BinaryPrimitives.ReadInt32BigEndian(body) & int.MaxValue;
        var stream = new SpdyStream(this, id, ReadHeaders(_inflater.Inflate(body.AsSpan(10))));
        _streams[id] = stream;
        await SendControlAsync(FrameType.SynReply, [.. body[..4], .. NoHeaders()], cancellation).ConfigureAwait(false);
        await stream.ReceiveAsync(ReadOnlyMemory<byte>.Empty, last, cancellation).ConfigureAwait(false);
        await _opened.Writer.WriteAsync(stream, cancellation).ConfigureAwait(false);
    }

    private static Dictionary<string, string> ReadHeaders(ReadOnlySpan<byte> block)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = BinaryPrimitives.ReadInt32BigEndian(block);
        block = block[4..];
        for (var i = 0; i < count; i++)
        {
            var name = Take(ref block);
            headers[name.ToLowerInvariant()] = Take(ref block);
        }

        return headers;
    }

    private static string Take(ref ReadOnlySpan<byte> block)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(block);
        var text = Encoding.UTF8.GetString(block.Slice(4, length));
        block = block[(4 + length)..];
        return text;
    }

    // An empty list of headers in a block that is stored as it is, and the empty block by which a reader knows that it
    // has all; only the first one carries zlib's own header.
    private byte[] NoHeaders()
    {
        byte[] block = [0, 4, 0, 0xfb, 0xff, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
        var begun = _replied;
        _replied = true;
        return begun ? block : [0x78, 0x01, .. block];
    }

    private async Task SendControlAsync(FrameType type, byte[] body, CancellationToken cancellation)
    {
        var frame = new byte[8 + body.Length];
        frame[0] = 0x80;
        frame[1] = 3;
        BinaryPrimitives.WriteInt16BigEndian(frame.AsSpan(2), (short)type);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), body.Length);
        body.CopyTo(frame.AsSpan(8));
        await SendAsync(frame, cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(byte[] frame, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await transport.WriteAsync(frame, cancellation).ConfigureAwait(false);
            await transport.FlushAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
