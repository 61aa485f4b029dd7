namespace PodTools.Simulator.Http;

/// <summary>
/// A connection read through a buffer, so that lines can be taken off it and what is left goes to whoever reads next,
/// the body or the protocol after an upgrade. It can be watched for its end while nobody reads.
/// </summary>
internal sealed class ConnectionStream(Stream inner) : ForwardStream
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private Task<int>? _filling;
    private long? _writeLimit;

    /// <summary>
    /// Reads up to a line end, which is taken but not returned; null at the end of the connection.
    /// </summary>
    /// <exception cref="HttpParseException">The line is longer than <paramref name="limit"/> bytes.</exception>
    public async Task<string?> ReadLineAsync(int limit, CancellationToken cancellation)
    {
        var line = new List<byte>(128);
        while (_start < _end || await TakeAsync(cancellation).ConfigureAwait(false))
        {
            var next = _buffer[_start++];
            if (next == '\n')
            {
                return System.Text.Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
            if (line.Count > limit)
            {
                throw new HttpParseException(431, "a line of the request head is too long");
            }
        }

        return null;
    }

    /// <summary>Completes when the client sends something (true) or has closed the connection (false), and takes nothing of it.</summary>
    public async Task<bool> WatchAsync(CancellationToken cancellation) =>
        Filling() is not { } filling || await filling.WaitAsync(cancellation).ConfigureAwait(false) > 0;

    // Whether there is something in the buffer. Only the one reader takes over what a read has brought: whoever watches
    // beside it must never see, or let it see, a buffer that is about to be filled.
    private async ValueTask<bool> TakeAsync(CancellationToken cancellation)
    {
        if (Filling() is not { } filling)
        {
            return true;
        }

        var count = await filling.WaitAsync(cancellation).ConfigureAwait(false);
        if (count == 0)
        {
            return false;
        }

        lock (_buffer)
        {
            _filling = null;
            (_start, _end) = (0, count);
        }

        return true;
    }

    // The read that is under way, or null while the buffer holds something. A read is not cancelled with its caller: it
    // stays, and the next reader gets what it brings. The end of the connection stays the end.
    private Task<int>? Filling()
    {
        lock (_buffer)
        {
            return _start < _end ? null : _filling ??= inner.ReadAsync(_buffer).AsTask();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || !await TakeAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Ends the connection without a word after so many more bytes have been written.</summary>
    public void CutAfter(long bytes) => _writeLimit = bytes;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_writeLimit is not { } limit || buffer.Length <= limit)
        {
            _writeLimit -= buffer.Length;
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        await inner.WriteAsync(buffer[..(int)limit], cancellationToken).ConfigureAwait(false);
        await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        await inner.DisposeAsync().ConfigureAwait(false);
        throw new IOException("The connection was cut on purpose.");
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
