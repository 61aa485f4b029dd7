using System.Buffers;

namespace PodTools.Kubernetes.Streams.Spdy;

/// <summary>
/// The channels of a command over SPDY/3.1, a stream for each. There is no flow control, as there is none in the library of
/// Kubernetes: whoever reads slowly slows the whole connection down.
/// </summary>
internal sealed class SpdyChannels : IStreamChannels
{
    /// <summary>The most data that one frame carries: with its head it fills four TLS records.</summary>
    private const int PieceSize = 64 * 1024 - SpdyFrame.HeadSize;

    /// <summary>Streams of a client have odd numbers. The server expects that of the status first.</summary>
    private static readonly (StreamChannel Channel, string Type)[] Kinds =
    [
        (StreamChannel.Error, "error"),
        (StreamChannel.StandardInput, "stdin"),
        (StreamChannel.StandardOutput, "stdout"),
        (StreamChannel.StandardError, "stderr"),
    ];

    private readonly Stream _transport;
    private readonly HashSet<StreamChannel> _awaited = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _position;
    private int _end;
    private int _stream;
    private int _left;
    private bool _isFinal;

    private SpdyChannels(Stream transport) => _transport = transport;

    /// <inheritdoc/>
    public bool CanHalfClose => true;

    /// <inheritdoc/>
    public string? CloseDescription => null;

    /// <summary>Opens the streams of a command, without a terminal.</summary>
    /// <param name="transport">The connection, on which each write is one frame; it is disposed with the channels.</param>
    /// <param name="options">Which streams there are.</param>
    /// <param name="cancellationToken">Stops opening them.</param>
    public static async Task<SpdyChannels> OpenAsync(Stream transport, ExecOptions options, CancellationToken cancellationToken)
    {
        var channels = new SpdyChannels(transport);
        foreach (var (channel, type) in Kinds)
        {
            var isWanted = channel switch
            {
                StreamChannel.StandardInput => options.Stdin,
                StreamChannel.StandardOutput => options.Stdout,
                StreamChannel.StandardError => options.Stderr,
                _ => true,
            };
            if (isWanted)
            {
                var open = SpdyFrame.Open(StreamOf(channel), type, isFirst: channels._awaited.Count == 0);
                await transport.WriteAsync(open, cancellationToken).ConfigureAwait(false);
                channels._awaited.Add(channel);
            }
        }

        channels._awaited.Remove(StreamChannel.StandardInput);
        return channels;
    }

    /// <inheritdoc/>
    public async ValueTask<ChannelFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (_left > 0 || _awaited.Count > 0)
        {
            if (_left == 0)
            {
                if (!await NextAsync(cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }
            }
            else if (_position == _end && !await FillAsync(1, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
            else
            {
                var payload = Take(Math.Min(_left, _end - _position));
                _left -= payload.Length;
                var isEnd = _left == 0;
                EndIf(isEnd && _isFinal, _stream);
                if (ChannelOf(_stream) is { } channel)
                {
                    return new ChannelFrame((byte)channel, payload, isEnd);
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length, PieceSize) + SpdyFrame.HeadSize);
        try
        {
            while (!data.IsEmpty)
            {
                var piece = data[..Math.Min(data.Length, PieceSize)];
                SpdyFrame.WriteDataHead(frame, StreamOf((StreamChannel)channel), piece.Length, final: false);
                piece.CopyTo(frame.AsMemory(SpdyFrame.HeadSize));
                await _transport.WriteAsync(frame.AsMemory(0, SpdyFrame.HeadSize + piece.Length), cancellationToken).ConfigureAwait(false);
                data = data[piece.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <inheritdoc/>
    public async Task HalfCloseAsync(byte channel, CancellationToken cancellationToken)
    {
        var frame = new byte[SpdyFrame.HeadSize];
        SpdyFrame.WriteDataHead(frame, StreamOf((StreamChannel)channel), 0, final: true);
        await _transport.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task CloseAsync()
    {
        // The server takes the end of the connection for the goodbye.
        Abort();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Abort() => _transport.Dispose();

    public void Dispose() => _transport.Dispose();

    private static int StreamOf(StreamChannel channel) => 2 * Array.FindIndex(Kinds, kind => kind.Channel == channel) + 1;

    private static StreamChannel? ChannelOf(int stream) => stream % 2 == 1 && stream / 2 < Kinds.Length ? Kinds[stream / 2].Channel : null;

    /// <summary>Reads the head of the next frame, and all of a control frame.</summary>
    /// <returns>False at the end of the connection.</returns>
    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(SpdyFrame.HeadSize, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var head = _buffer.AsMemory(_position, SpdyFrame.HeadSize);
        var length = SpdyFrame.LengthOf(head.Span);
        if (!SpdyFrame.IsControl(head.Span))
        {
            Take(SpdyFrame.HeadSize);
            (_stream, _left, _isFinal) = (SpdyFrame.StreamOf(head.Span), length, SpdyFrame.IsFinal(head.Span));
            EndIf(length == 0 && _isFinal, _stream);
            return true;
        }

        if (SpdyFrame.HeadSize + length > _buffer.Length)
        {
            throw new IOException($"The server sent a control frame of {length} bytes, which none needs.");
        }

        if (!await FillAsync(SpdyFrame.HeadSize + length, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await HandleAsync(Take(SpdyFrame.HeadSize + length), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask HandleAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var payload = frame[SpdyFrame.HeadSize..];
        if (payload.Length < sizeof(int))
        {
            return;
        }

        var number = SpdyFrame.StreamOf(payload.Span);
        switch (SpdyFrame.TypeOf(frame.Span))
        {
            case SpdyFrame.RstStream:
                EndIf(true, number);
                break;
            case SpdyFrame.Ping when number % 2 == 0:
                await _transport.WriteAsync(SpdyFrame.PingOf(payload.Span[..sizeof(int)]), cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private void EndIf(bool isEnd, int stream)
    {
        if (isEnd && ChannelOf(stream) is { } channel)
        {
            _awaited.Remove(channel);
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _buffer.AsMemory(_position, count);
        _position += count;
        return taken;
    }

    /// <summary>Sees to it that so many bytes are in the buffer, one after the other.</summary>
    /// <returns>False when the connection ends before.</returns>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _position >= count)
        {
            return true;
        }

        _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
        (_position, _end) = (0, _end - _position);
        var missing = count - _end;
        var read = await _transport.ReadAtLeastAsync(_buffer.AsMemory(_end), missing, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _end += read;
        return read >= missing;
    }
}
