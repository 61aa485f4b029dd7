using System.Text;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>
/// Turns offsets into a UTF-8 text into lines and columns, in one pass: offsets are to be asked for in ascending order.
/// </summary>
internal sealed class TextPositions(byte[] text)
{
    private int _scanned;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The position of an offset, which is not before those asked for earlier.</summary>
    public SourcePosition At(int offset)
    {
        var part = text.AsSpan(_scanned, offset - _scanned);
        _scanned = offset;
        if (part.LastIndexOf((byte)'\n') is var lastBreak and >= 0)
        {
            _line += part.Count((byte)'\n');
            _column = 1;
            part = part[(lastBreak + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(part);
        return new SourcePosition(_line, _column);
    }
}
