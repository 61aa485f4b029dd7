using System.Buffers;

namespace PodTools.Kubernetes.Logs;

/// <summary>
/// Cuts a stream into lines at line feeds and nothing else. The buffer grows with the longest line only; each byte is
/// looked at once, however long its line is.
/// </summary>
internal sealed class LogLineReader(Stream stream) : IDisposable
{
    private const int InitialSize = 64 * 1024;

    /// <summary>A line longer than this is refused: nobody can hold it as a text.</summary>
    private const int LargestLine = 512 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>How many bytes have come.</summary>
    public long Received { get; private set; }

    /// <summary>Whether a part of a line has come whose end has not.</summary>
    public bool HasPart => _end > _start;

    /// <summary>The next line, or null at the end of the stream. Errors of the stream come through.</summary>
    public async ValueTask<LogLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var lineEnd = _scanned + length;
                var line = _buffer.AsMemory(_start, lineEnd - _start);
                _start = _scanned = lineEnd + 1;
                return new LogLine(line, Terminated: true);
            }

            _scanned = _end;
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                var rest = _buffer.AsMemory(_start, _end - _start);
                _start = _scanned = _end;
                return rest.IsEmpty ? null : new LogLine(rest, Terminated: false);
            }

            _end += count;
            Received += count;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _scanned = _end = 0;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        if (_end >= LargestLine)
        {
            throw new KubernetesException(
                StreamReason.LogLineTooLong,
                $"A line of the log is longer than {LargestLine / (1024 * 1024)} MiB. Read the log as bytes instead of as lines.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, 0, larger, 0, _end);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
