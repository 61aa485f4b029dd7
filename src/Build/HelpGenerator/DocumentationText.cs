using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PodTools.Build.Help;

/// <summary>Turns documentation elements into plain text.</summary>
/// <param name="cmdlets">Names of cmdlets by the full names of their classes: a reference to a class is read as its cmdlet.</param>
internal sealed partial class DocumentationText(IReadOnlyDictionary<string, string> cmdlets)
{
    /// <summary>The paragraphs of an element: its &lt;para&gt; elements and list items, and the texts around them, which end at empty lines.</summary>
    /// <param name="element">The element; null has none.</param>
    /// <returns>Paragraphs without line breaks.</returns>
    public IReadOnlyList<string> Paragraphs(XElement? element)
    {
        List<string> paragraphs = [];
        var line = new StringBuilder();
        void EndParagraph()
        {
            var parts = EmptyLine().Split(line.ToString()).Select(part => WhiteSpace().Replace(part, " ").Trim());
            paragraphs.AddRange(parts.Where(part => part.Length > 0));
            line.Clear();
        }

        foreach (var node in element?.Nodes() ?? [])
        {
            if (node is XElement { Name.LocalName: "para" or "list" or "code" } block)
            {
                EndParagraph();
                paragraphs.AddRange(Block(block));
            }
            else
            {
                line.Append(Inline(node));
            }
        }

        EndParagraph();
        return paragraphs;
    }

    /// <summary>The text of an element as one paragraph.</summary>
    /// <param name="element">The element; null has none.</param>
    /// <returns>The text, empty when there is none.</returns>
    public string Line(XElement? element) => string.Join(' ', Paragraphs(element));

    /// <summary>The lines of a &lt;code&gt; element, without the indentation that they share.</summary>
    /// <param name="element">The element.</param>
    /// <returns>The text with its line breaks.</returns>
    public static string Code(XElement element)
    {
        var lines = element.Value.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var indented = lines.Skip(element.Value.StartsWith('\n') ? 0 : 1).Where(line => line.Trim().Length > 0);
        var shared = indented.Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line[Math.Min(shared, line.Length - line.TrimStart().Length)..].TrimEnd()));
    }

    /// <summary>The name of what a <c>cref</c> refers to: a cmdlet's name, else a member's without its namespace.</summary>
    /// <param name="reference">The reference, as the compiler writes it.</param>
    /// <returns>The name.</returns>
    public string NameOf(string reference)
    {
        var name = reference[(reference.IndexOf(':') + 1)..];
        return cmdlets.GetValueOrDefault(name) ?? name[(name.LastIndexOf('.') + 1)..];
    }

    private IEnumerable<string> Block(XElement block) => block.Name.LocalName switch
    {
        "list" => block.Elements("item").Select(item => "- " + string.Join(": ", item.Elements().Select(Line))),
        "code" => [Code(block)],
        _ => Paragraphs(block),
    };

    private string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } reference && element.IsEmpty => NameOf(reference.Value),
        XElement element when element.Attribute("langword") is { } word => $"${word.Value}",
        XElement element when element.Attribute("href") is { } address && element.IsEmpty => address.Value,
        XElement element => string.Concat(element.Nodes().Select(Inline)),
        _ => string.Empty,
    };

    [GeneratedRegex(@"\n[ \t]*\r?\n")]
    private static partial Regex EmptyLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
