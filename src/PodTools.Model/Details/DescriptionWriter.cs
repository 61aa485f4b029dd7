using System.Text;

namespace PodTools.Details;

/// <summary>Collects the lines of a description; <see cref="ToString"/> lines them up.</summary>
internal sealed class DescriptionWriter
{
    private const int IndentWidth = 2;
    private readonly StringBuilder _text = new();

    /// <summary>Writes a line of its own.</summary>
    public void Line(int level, string text) => _text.Append(' ', level * IndentWidth).Append(text).Append('\n');

    /// <summary>Writes a label and its value.</summary>
    public void Field(int level, string label, object? value) => Line(level, $"{label}:\t{value}");

    /// <summary>Writes a label and its value if there is one.</summary>
    public void FieldIfAny(int level, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Field(level, label, value);
        }
    }

    /// <summary>Writes a label and values below each other, or <c>&lt;none&gt;</c>.</summary>
    /// <param name="level">How deep the label stands.</param>
    /// <param name="label">The label.</param>
    /// <param name="values">The values.</param>
    /// <param name="indent">What stands before each value, as kubectl does in nested places.</param>
    public void Fields(int level, string label, IEnumerable<string> values, string indent = "")
    {
        var start = $"{label}:";
        foreach (var value in values.DefaultIfEmpty(PodStatusText.None))
        {
            Line(level, $"{start}\t{indent}{value}");
            start = "";
        }
    }

    /// <summary>The whole text, lined up.</summary>
    public override string ToString() => ElasticTabs.Align(_text.ToString());
}
