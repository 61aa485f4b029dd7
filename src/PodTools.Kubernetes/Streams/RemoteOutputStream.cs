using System.Buffers;
using System.Threading.Channels;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// What a remote command writes: a bounded queue between the network and the reader. At the end of what arrived it throws
/// if more should have come: a cut connection must not look like an end of output. Disposing it discards whatever still comes.
/// </summary>
internal sealed class RemoteOutputStream : ReadOnlyStream
{
    /// <summary>How many pieces (of at most 64 KiB) wait for the reader before the sender is held up.</summary>
    private const int Capacity = 16;

    private readonly Channel<ArraySegment<byte>> _pieces = Channel.CreateBounded<ArraySegment<byte>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private ArraySegment<byte> _current = ArraySegment<byte>.Empty;
    private int _position;
    private volatile bool _discarding;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_discarding, this);
        while (_position == _current.Count && !buffer.IsEmpty && !TakeNext())
        {
            if (!await _pieces.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }
        }

        // A reader that is behind gets all that waits for it at once: fewer, larger writes let it catch up.
        var count = 0;
        do
        {
            var part = Math.Min(buffer.Length - count, _current.Count - _position);
            _current.AsMemory(_position, part).CopyTo(buffer[count..]);
            _position += part;
            count += part;
        }
        while (count < buffer.Length && TakeNext());
        return count;
    }

    /// <summary>Queues what arrived; waits while the reader is behind.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (data.IsEmpty || _discarding)
        {
            return;
        }

        var piece = new ArraySegment<byte>(ArrayPool<byte>.Shared.Rent(data.Length), 0, data.Length);
        data.CopyTo(piece);
        try
        {
            await _pieces.Writer.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Disposed meanwhile: nobody wants it.
            ArrayPool<byte>.Shared.Return(piece.Array!);
        }
    }

    /// <summary>Nothing more will arrive; with a failure, the reader gets it after the last byte.</summary>
    public void Finish(Exception? failure) => _pieces.Writer.TryComplete(failure);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_discarding)
        {
            _discarding = true;
            _pieces.Writer.TryComplete();
            // Makes room for a writer that waits, and gives everything back.
            while (_pieces.Reader.TryRead(out var piece))
            {
                ArrayPool<byte>.Shared.Return(piece.Array!);
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Goes on to the next piece, if one has arrived.</summary>
    private bool TakeNext()
    {
        ReturnCurrent();
        if (!_pieces.Reader.TryRead(out var next))
        {
            return false;
        }

        _current = next;
        _position = 0;
        return true;
    }

    private void ReturnCurrent()
    {
        if (_current.Count > 0)
        {
            ArrayPool<byte>.Shared.Return(_current.Array!);
            _current = ArraySegment<byte>.Empty;
            _position = 0;
        }
    }
}
