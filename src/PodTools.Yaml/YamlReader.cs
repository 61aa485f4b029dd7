using System.Buffers;
using YamlDotNet.Core;

namespace PodTools.Yaml;

/// <summary>
/// Reads YAML in the dialect of Kubernetes: YAML 1.1 scalars (<c>yes</c> and <c>on</c> are booleans, <c>0777</c> is octal),
/// keys are strings, merge keys are resolved, and the result is a JSON tree.
/// </summary>
public static class YamlReader
{
    /// <summary>How deep a document may be nested: what System.Text.Json reads by default, and many times what a pod needs.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many nodes aliases may add to a document, so that a few lines cannot expand into gigabytes.</summary>
    public const int MaxAliasedNodes = 100_000;

    /// <summary>Of the control characters YAML has tabs and line breaks only; a byte order mark stands at the beginning or nowhere.</summary>
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Concat(Enumerable.Range(0x7F, 0x21)).Append(0xFEFF).Concat([0xFFFE, 0xFFFF]).Select(code => (char)code).Except("\t\n\r\u0085")]);

    /// <summary>Reads every document of a text; documents without content are left out.</summary>
    /// <param name="text">YAML, or JSON, which is YAML too.</param>
    /// <returns>The documents in the order of the text.</returns>
    /// <exception cref="YamlSyntaxException">The text is not YAML, or is nested or aliased beyond the bounds.</exception>
    public static IReadOnlyList<YamlDocument> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        RequirePrintable(text);
        var parser = new Parser(new Scanner(new StringReader(text)));
        try
        {
            return new YamlTreeBuilder(parser).ReadStream();
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser's scanner has states that it leaves with other exceptions: an open brace where the block around
            // it ends, a tag that is no URI.
            throw YamlErrors.Explain(text, e, YamlErrors.PositionOf(parser.Current?.End ?? Mark.Empty));
        }
    }

    private static void RequirePrintable(string text)
    {
        var at = text.AsSpan().IndexOfAny(Unprintable);
        if (at >= 0)
        {
            var before = text.AsSpan(0, at);
            throw new YamlSyntaxException(
                $"The character U+{(int)text[at]:X4} is not allowed in YAML. Remove it, or write it as an escape in double quotes, such as \"\\u{(int)text[at]:X4}\".",
                new SourcePosition(before.Count('\n') + 1, at - before.LastIndexOf('\n')));
        }
    }
}
