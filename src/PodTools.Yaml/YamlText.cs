using System.Buffers;
using System.Globalization;
using System.Text;

namespace PodTools.Yaml;

/// <summary>Writes text as a YAML scalar: plain, quoted or as a block, folded at 80 columns as kubectl does.</summary>
internal static class YamlText
{
    private const int Width = 80;
    private const string PlainCannotBeginWith = "-?:,[]{}#&*!|>'\"%@`";

    /// <summary>Some readers, YamlDotNet among them, lose the ':' after keys that hold several of these.</summary>
    private static readonly SearchValues<char> BetterQuotedInKeys = SearchValues.Create("?[]&*!");

    private enum Style
    {
        Plain,
        Single,
        Double,
        Block,
    }

    /// <summary>Writes a value with the line break that ends it.</summary>
    /// <param name="output">What has been written so far; the text follows on the same line.</param>
    /// <param name="text">The value.</param>
    /// <param name="indent">The indentation of further lines.</param>
    public static void Append(StringBuilder output, string text, int indent)
    {
        switch (StyleOf(text))
        {
            case Style.Block:
                AppendBlock(output, text, indent);
                return;
            case Style.Double:
                AppendDouble(output, text, indent);
                break;
            case var style:
                AppendFolded(output, style == Style.Single ? Quote(text) : text, indent);
                break;
        }

        output.Append('\n');
    }

    /// <summary>Writes a key: always on one line.</summary>
    public static void AppendKey(StringBuilder output, string key)
    {
        switch (StyleOf(key))
        {
            case Style.Plain when key.AsSpan().IndexOfAny(BetterQuotedInKeys) < 0:
                output.Append(key);
                break;
            case Style.Plain or Style.Single:
                output.Append(Quote(key));
                break;
            default:
                output.Append('"');
                foreach (var rune in key.EnumerateRunes())
                {
                    AppendEscaped(output, rune);
                }

                output.Append('"');
                break;
        }
    }

    private static Style StyleOf(string text)
    {
        if (!YamlScalar.ReadsAsText(text) || !text.EnumerateRunes().All(rune => IsPrintable(rune) || rune.Value == '\n'))
        {
            return Style.Double;
        }

        if (text.Contains('\n', StringComparison.Ordinal))
        {
            return CanBeBlock(text) ? Style.Block : Style.Double;
        }

        return CanBePlain(text) ? Style.Plain : Style.Single;
    }

    /// <summary>Spaces before a line break are better seen in quotes.</summary>
    private static bool CanBeBlock(string text) => !text.Contains(" \n", StringComparison.Ordinal) && text[^1] != ' ';

    private static bool CanBePlain(string text)
    {
        var first = text[0];
        var second = text.Length > 1 ? text[1] : ' ';
        var startsLikeSyntax = PlainCannotBeginWith.Contains(first, StringComparison.Ordinal)
            && !(first is '-' or '?' or ':' && second != ' ');
        return !startsLikeSyntax
            && first != ' ' && text[^1] is not (' ' or ':')
            && !text.Contains(": ", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal)
            && !text.StartsWith("---", StringComparison.Ordinal)
            && !text.StartsWith("...", StringComparison.Ordinal);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A single space may become a line break where the line has grown beyond the width.</summary>
    private static void AppendFolded(StringBuilder output, string text, int indent)
    {
        var column = ColumnOf(output);
        for (var i = 0; i < text.Length; i++)
        {
            if (column > Width && IsLoneSpace(text, i))
            {
                column = BreakLine(output, indent);
                continue;
            }

            output.Append(text[i]);
            column++;
        }
    }

    private static bool IsLoneSpace(string text, int at) =>
        text[at] == ' ' && at > 1 && at < text.Length - 2 && text[at - 1] != ' ' && text[at + 1] != ' ';

    private static void AppendDouble(StringBuilder output, string text, int indent)
    {
        output.Append('"');
        var column = ColumnOf(output);
        for (var i = 0; i < text.Length;)
        {
            if (column > Width && IsLoneSpace(text, i))
            {
                column = BreakLine(output, indent);
                i++;
                continue;
            }

            var before = output.Length;
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            AppendEscaped(output, rune);
            column += output.Length - before;
            i += length;
        }

        output.Append('"');
    }

    private static void AppendBlock(StringBuilder output, string text, int indent)
    {
        var lines = text.Split('\n');
        var endsWithBreak = lines[^1].Length == 0;
        // Where a block does not begin with visible text, its indentation has to be spelled out.
        output.Append('|').Append(text[0] is ' ' or '\n' ? "2" : "").Append(!endsWithBreak ? "-" : lines[^2].Length == 0 ? "+" : "").Append('\n');
        foreach (var line in endsWithBreak ? lines[..^1] : lines)
        {
            if (line.Length > 0)
            {
                output.Append(' ', indent).Append(line);
            }

            output.Append('\n');
        }
    }

    private static int ColumnOf(StringBuilder output)
    {
        var column = 0;
        for (var i = output.Length - 1; i >= 0 && output[i] != '\n'; i--)
        {
            column++;
        }

        return column;
    }

    private static int BreakLine(StringBuilder output, int indent)
    {
        output.Append('\n').Append(' ', indent);
        return indent;
    }

    private static void AppendEscaped(StringBuilder output, Rune rune)
    {
        var simple = rune.Value switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\0' => @"\0",
            '\a' => @"\a",
            '\b' => @"\b",
            '\t' => @"\t",
            '\n' => @"\n",
            '\v' => @"\v",
            '\f' => @"\f",
            '\r' => @"\r",
            0x1b => @"\e",
            _ => null,
        };
        _ = simple is not null ? output.Append(simple)
            : IsPrintable(rune) ? output.Append(rune.ToString())
            : output.Append(CultureInfo.InvariantCulture, $"{(rune.Value <= 0xFF ? $"\\x{rune.Value:X2}" : rune.Value <= 0xFFFF ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}")}");
    }

    /// <summary>What a reader can see and tell apart; the rest is escaped. Line separators would be read as line breaks.</summary>
    private static bool IsPrintable(Rune rune) =>
        rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
