using System.Buffers;

namespace PodTools.Streams;

/// <summary>
/// What one side appends and the other reads, in memory of bounded size: whoever appends waits while the reader is behind. A
/// reader that is behind gets all that waits for it at once: fewer, larger reads let it catch up. Disposing it discards
/// whatever still comes.
/// </summary>
internal sealed class BoundedPipe : ReadOnlyStream
{
    /// <summary>How many bytes wait for the reader before the other side is held up.</summary>
    private const int Capacity = 512 * 1024;

    private const int FirstSize = 4 * 1024;

    /// <summary>How many bytes a reader that waits for more gets at once all the same.</summary>
    private const int Plenty = 32 * 1024;

    private readonly object _gate = new();
    private readonly TimeSpan _patience;
    private readonly ITimer? _gathering;
    private byte[] _incoming = [];
    private byte[] _outgoing = [];
    private int _received;
    private int _position;
    private int _end;
    private TaskCompletionSource? _change;
    private Exception? _failure;
    private bool _finished;
    private bool _discarding;
    private bool _isGathered;

    /// <summary>What is appended can be read at once.</summary>
    public BoundedPipe()
    {
    }

    /// <summary>What is appended in small pieces, one soon after the other, is read in larger ones.</summary>
    /// <param name="patience">How long the first piece waits for more at most.</param>
    /// <param name="clock">What that is measured by.</param>
    public BoundedPipe(TimeSpan patience, TimeProvider clock)
    {
        _patience = patience;
        _gathering = clock.CreateTimer(_ => EndGathering(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the reader may have what has come.</summary>
    private bool IsReady => _received > 0 && (_gathering is null || _isGathered || _finished || _received >= Plenty);

    /// <summary>Hands bytes to the reader; waits while it is behind.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (Take(ref data) is { } change)
        {
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing more will come; with a failure, the reader gets it after the last byte.</summary>
    public void Finish(Exception? failure)
    {
        lock (_gate)
        {
            _failure = _finished ? _failure : failure;
            _finished = true;
            Changed();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_position == _end && Turn() is { } change)
        {
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _end - _position);
        _outgoing.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gathering?.Dispose();
            lock (_gate)
            {
                _discarding = true;
                Changed();
                Return(ref _incoming);
                _received = 0;
            }

            // What the reader has already is left to it: it may be in the middle of a read.
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes as many bytes as there is room for.</summary>
    /// <returns>What to wait for when some are left; null when none are.</returns>
    private Task? Take(ref ReadOnlyMemory<byte> data)
    {
        lock (_gate)
        {
            if (_discarding || data.IsEmpty)
            {
                return null;
            }

            var part = data[..Math.Min(data.Length, Capacity - _received)];
            MakeRoom(_received + part.Length);
            part.CopyTo(_incoming.AsMemory(_received));
            _received += part.Length;
            data = data[part.Length..];
            if (IsReady)
            {
                Changed();
            }
            else if (_received == part.Length)
            {
                _gathering?.Change(_patience, Timeout.InfiniteTimeSpan);
            }

            return data.IsEmpty ? null : NextChange();
        }
    }

    /// <summary>Turns what has come to the reader.</summary>
    /// <returns>What to wait for when nothing has come; null when there is something, or the end.</returns>
    private Task? Turn()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_discarding, this);
            if (!IsReady)
            {
                return !_finished ? NextChange() : _failure is null ? null : throw _failure;
            }

            (_incoming, _outgoing) = (_outgoing, _incoming);
            (_position, _end, _received) = (0, _received, 0);
            _isGathered = false;
            Changed();
            return null;
        }
    }

    private void EndGathering()
    {
        lock (_gate)
        {
            _isGathered = _received > 0;
            Changed();
        }
    }

    private void MakeRoom(int needed)
    {
        if (needed > _incoming.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(FirstSize, Math.Min(Capacity, _incoming.Length * 2))));
            _incoming.AsSpan(0, _received).CopyTo(larger);
            Return(ref _incoming);
            _incoming = larger;
        }
    }

    private Task NextChange() => (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Changed()
    {
        _change?.SetResult();
        _change = null;
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }
}
