using System.Text;

namespace PodTools.Selectors;

/// <summary>A field selector: fields that must have, or must not have, a value.</summary>
public sealed class FieldSelectorExpression
{
    private readonly string _text;

    private FieldSelectorExpression(string text, IReadOnlyList<FieldRequirement> requirements) => (_text, Requirements) = (text, requirements);

    /// <summary>The requirements, in the order in which they were given.</summary>
    public IReadOnlyList<FieldRequirement> Requirements { get; }

    /// <summary>Reads a selector such as <c>status.phase!=Running,spec.nodeName=n1</c>.</summary>
    /// <param name="text">
    /// The selector; an empty one is met by everything. In a value, a backslash stands before a comma, an equals sign or a
    /// backslash.
    /// </param>
    /// <exception cref="SelectorSyntaxException">It is no selector; the message is the API server's.</exception>
    public static FieldSelectorExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, [.. Terms(text).Where(term => term.Length > 0).Select(term => RequirementOf(term, text))]);
    }

    /// <summary>Refuses fields that the kind cannot be selected by.</summary>
    /// <param name="supported">The fields that it can, such as <see cref="PodFieldLabels.Supported"/>.</param>
    /// <exception cref="SelectorSyntaxException">A field is not among them; the message is the API server's.</exception>
    public FieldSelectorExpression Require(IReadOnlySet<string> supported)
    {
        var unknown = Requirements.FirstOrDefault(requirement => !supported.Contains(requirement.Field));
        return unknown is null ? this : throw new SelectorSyntaxException(_text, $"field label not supported: {unknown.Field}");
    }

    /// <summary>Whether an object meets every requirement.</summary>
    /// <param name="valueOf">Gives the value of a field; a missing one counts as the empty text.</param>
    public bool Matches(Func<string, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        return Requirements.All(requirement => (valueOf(requirement.Field) ?? "") == requirement.Value != requirement.Negated);
    }

    /// <summary>The selector in the API's syntax.</summary>
    public override string ToString() => string.Join(',', Requirements);

    private static IEnumerable<string> Terms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static FieldRequirement RequirementOf(string term, string text)
    {
        var sign = term.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0)
        {
            throw new SelectorSyntaxException(text, $"invalid selector: '{text}'; can't understand '{term}'");
        }

        var negated = sign > 0 && term[sign - 1] == '!';
        var value = sign + 1 < term.Length && term[sign + 1] == '=' && !negated ? term[(sign + 2)..] : term[(sign + 1)..];
        return new FieldRequirement(term[..(negated ? sign - 1 : sign)], negated, Unescaped(value, text));
    }

    private static string Unescaped(string value, string text)
    {
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var isEscape = value[i] == '\\';
            if (isEscape && (i + 1 == value.Length || !@"\,=".Contains(value[i + 1])))
            {
                throw new SelectorSyntaxException(text, $"invalid field selector: invalid escape sequence: {value[i..Math.Min(i + 2, value.Length)]}");
            }

            if (value[i] == '=')
            {
                throw new SelectorSyntaxException(text, $"invalid field selector: unescaped character in value: {value[i]}");
            }

            plain.Append(value[isEscape ? ++i : i]);
        }

        return plain.ToString();
    }
}
