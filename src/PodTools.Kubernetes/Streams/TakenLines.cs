using System.Text;

namespace PodTools.Kubernetes.Streams;

/// <summary>Cuts what is written to it into lines of UTF-8 text, whatever the pieces it comes in.</summary>
internal sealed class TakenLines(Func<string, CancellationToken, ValueTask> take) : WriteOnlyStream
{
    /// <summary>A line longer than this is handed on in parts: a command may write for ever without a line end.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _letters = [];

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var rest = Decode(buffer.Span, flush: false);
        for (var end = rest.Span.IndexOf('\n'); end >= 0; end = rest.Span.IndexOf('\n'))
        {
            _line.Append(rest[..end]);
            rest = rest[(end + 1)..];
            await TakeAsync(cancellationToken).ConfigureAwait(false);
        }

        _line.Append(rest);
        if (_line.Length > LongestLine)
        {
            await TakeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _line.Append(Decode([], flush: true));
        if (_line.Length > 0)
        {
            await TakeAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The letters that are complete; bytes of a letter that is not wait for the rest of it.</summary>
    private ReadOnlyMemory<char> Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        if (_letters.Length < most)
        {
            _letters = new char[most];
        }

        return _letters.AsMemory(0, _decoder.GetChars(bytes, _letters, flush));
    }

    private ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var length = _line.Length > 0 && _line[^1] == '\r' ? _line.Length - 1 : _line.Length;
        var line = _line.ToString(0, length);
        _line.Clear();
        return take(line, cancellationToken);
    }
}
