using System.Text;

namespace PodTools.Kubernetes;

/// <summary>
/// Writes the values of one header as lines of their own. The framework joins them with commas, and an API server takes
/// <c>Impersonate-Group: a, b</c> for one group of that name. A list of values travels as one text, and becomes several lines
/// where the framework turns that text into bytes. That is HTTP/1.1; in HTTP/2 there are no lines.
/// </summary>
/// <param name="header">The name of the header.</param>
internal sealed class HeaderLines(string header) : Encoding
{
    private const char Separator = '\u001e';

    private readonly string _line = $"\r\n{header}: ";

    /// <summary>Makes one text of several values; one value stays as it is.</summary>
    internal static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    /// <summary>Whether a text can be a value: a control character could begin a line, and with it another identity.</summary>
    internal static bool Allows(string value) => !value.Any(char.IsControl);

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(Lines(chars, index, count));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        UTF8.GetBytes(Lines(chars, charIndex, charCount), bytes.AsSpan(byteIndex));

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount * _line.Length);

    public override int GetCharCount(byte[] bytes, int index, int count) => UTF8.GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        UTF8.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

    private string Lines(char[] chars, int index, int count) =>
        new string(chars, index, count).Replace(Separator.ToString(), _line, StringComparison.Ordinal);
}
