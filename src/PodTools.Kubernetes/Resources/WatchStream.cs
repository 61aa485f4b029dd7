using System.Text.Json;

namespace PodTools.Kubernetes;

/// <summary>
/// The body of a watch: one JSON object a line, <c>{"type":...,"object":...}</c>. A line that breaks off counts as not
/// received; the server sends it again when the watch resumes.
/// </summary>
internal sealed class WatchStream(Stream body, ApiRequest request, Uri server) : IAsyncDisposable
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _scanned;

    public ValueTask DisposeAsync() => body.DisposeAsync();

    /// <summary>Reads the next event.</summary>
    /// <returns>The event, or null when the server has ended the watch.</returns>
    internal async ValueTask<WatchLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = _buffer.AsMemory(_start, _scanned + newline - _start);
                _start = _scanned = _scanned + newline + 1;
                if (!line.Span.Trim(" \r"u8).IsEmpty)
                {
                    return Parse(line);
                }

                continue;
            }

            _scanned = _end;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    private WatchLine Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return WatchLine.Parse(line);
        }
        catch (JsonException e)
        {
            throw AnswerJson.Unreadable(request, server, e);
        }
    }
}
