using System.Text;

namespace PodTools.Kubernetes.Streams;

/// <summary>Cuts what is written to it into lines of UTF-8 text, whatever the pieces it comes in. The lines that a piece ends are handed on at once.</summary>
internal sealed class TakenLines(Func<IReadOnlyList<string>, CancellationToken, ValueTask> take) : WriteOnlyStream
{
    /// <summary>A line longer than this is handed on in parts: a command may write for ever without a line end.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _letters = [];

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var lines = Cut(Decode(buffer.Span, flush: false));
        if (lines.Count > 0)
        {
            await take(lines, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _line.Append(Decode([], flush: true));
        if (_line.Length > 0)
        {
            await take([EndLine([])], CancellationToken.None).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private List<string> Cut(ReadOnlySpan<char> rest)
    {
        var lines = new List<string>();
        for (var end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
        {
            lines.Add(EndLine(rest[..end]));
            rest = rest[(end + 1)..];
        }

        _line.Append(rest);
        if (_line.Length > LongestLine)
        {
            lines.Add(EndLine([]));
        }

        return lines;
    }

    /// <summary>The letters that are complete; bytes of a letter that is not wait for the rest of it.</summary>
    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        if (_letters.Length < most)
        {
            _letters = new char[most];
        }

        return _letters.AsSpan(0, _decoder.GetChars(bytes, _letters, flush));
    }

    /// <summary>The line that these letters end.</summary>
    private string EndLine(ReadOnlySpan<char> letters)
    {
        // Most lines stand in one piece, and are copied once.
        if (_line.Length > 0)
        {
            letters = _line.Append(letters).ToString();
            _line.Clear();
        }

        return (letters.EndsWith("\r") ? letters[..^1] : letters).ToString();
    }
}
