using YamlDotNet.Core;

namespace PodTools.Yaml;

/// <summary>Turns the parser's errors into ones that say what to do.</summary>
internal static class YamlErrors
{
    private const string Tabs =
        "YAML forbids tabs for indentation, and this line is indented with one. Indent with spaces, two for each level.";

    /// <summary>Explains why a text is not YAML.</summary>
    /// <param name="text">The text.</param>
    /// <param name="error">What the parser says.</param>
    /// <param name="parsed">How far the text was understood.</param>
    public static YamlSyntaxException Explain(string text, Exception error, SourcePosition parsed)
    {
        // Some errors come without a position, the one about tabs among them.
        var position = error is YamlException { Start.Index: > 0 } located ? PositionOf(located.Start) : parsed;
        var lastLine = error.Message.Contains(" tab ", StringComparison.Ordinal) ? int.MaxValue : position.Line;
        return FindTabIndent(text, parsed.Line, lastLine) is { } tab
            ? new YamlSyntaxException(Tabs, tab, error)
            : new YamlSyntaxException($"This is not valid YAML: {Describe(error)}", position, error);
    }

    public static SourcePosition PositionOf(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>
    /// The parser stumbles on a tab only some lines later, or takes it for something else, so the line to blame is the
    /// first one that is indented with a tab after what was understood.
    /// </summary>
    private static SourcePosition? FindTabIndent(string text, int firstLine, int lastLine)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.TrimStart(" \t");
            var tab = line[..^content.Length].IndexOf('\t');
            if (++number >= firstLine && number <= lastLine && tab >= 0 && content.Length > 0 && content[0] != '#')
            {
                return new SourcePosition(number, tab + 1);
            }
        }

        return null;
    }

    private static string Describe(Exception error)
    {
        var message = error is YamlException ? error.Message.TrimEnd('.') : "Found something that does not belong here";
        var advice = message switch
        {
            _ when message.Contains("apping values are not allowed", StringComparison.Ordinal)
                || message.Contains("invalid mapping", StringComparison.Ordinal) =>
                "Check the indentation of this line and the one above; a value that holds \": \" needs quotes",
            _ when message.Contains("did not find expected key", StringComparison.Ordinal) =>
                "Check that this line is indented like its neighbours, that each key has a ':' and a space after it, and that quotes and brackets above it are closed",
            _ when message.Contains("did not find expected '-' indicator", StringComparison.Ordinal) =>
                "Indent this line like the other elements of the list, or one level deeper than their '-'",
            _ when message.Contains("simple key", StringComparison.Ordinal) =>
                "A key needs a ':' and a space after it",
            _ when message.Contains("cannot start any token", StringComparison.Ordinal) =>
                "A value that begins with a character such as @, ` or % needs quotes",
            _ when message.Contains("quoted scalar", StringComparison.Ordinal) =>
                "The quote that begins here is not closed, or its text is indented less than its key",
            _ when message.Contains("end of stream", StringComparison.Ordinal) =>
                "A quote or bracket is not closed",
            _ => "Check the indentation, and that quotes and brackets are closed",
        };

        return $"{message}. {advice}.";
    }
}
