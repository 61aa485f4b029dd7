using System.Collections;
using System.Globalization;

namespace PodTools.Selectors;

/// <summary>A label selector: requirements that the labels of an object must all meet.</summary>
public sealed class LabelSelectorExpression
{
    private LabelSelectorExpression(IReadOnlyList<LabelRequirement> requirements) => Requirements = requirements;

    /// <summary>The selector that everything meets.</summary>
    public static LabelSelectorExpression Everything { get; } = new([]);

    /// <summary>The requirements, in the order in which they were given.</summary>
    public IReadOnlyList<LabelRequirement> Requirements { get; }

    /// <summary>Reads a selector in the API's own syntax: <c>app=web,tier in (a,b),!debug,gen&gt;4</c>.</summary>
    /// <param name="text">The selector; an empty one is met by everything.</param>
    /// <exception cref="SelectorSyntaxException">It is no selector; the message is the API server's.</exception>
    public static LabelSelectorExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new LabelSelectorParser(text).Parse());
    }

    /// <summary>
    /// Reads a selector from a hashtable: <c>@{ app = 'web'; tier = 'a', 'b'; debug = $null }</c> is
    /// <c>app=web,tier in (a,b),!debug</c>.
    /// </summary>
    /// <param name="table">
    /// A value is what the label must be, several values are those that it may be, and null says that the label must not be
    /// there.
    /// </param>
    /// <exception cref="SelectorSyntaxException">A key or a value is not valid; the message quotes it.</exception>
    public static LabelSelectorExpression FromHashtable(IDictionary table)
    {
        ArgumentNullException.ThrowIfNull(table);
        // A hashtable has no order of its own: that of the keys makes the same text of the same table.
        var requirements = table.Keys.Cast<object>()
            .Select(key => RequirementOf(Text(key), table[key]))
            .OrderBy(requirement => requirement.Key, StringComparer.Ordinal);
        var selector = new LabelSelectorExpression([.. requirements]);
        foreach (var requirement in selector.Requirements)
        {
            LabelSelectorParser.Checked(requirement, selector.ToString());
        }

        return selector;
    }

    /// <summary>Whether some labels meet every requirement.</summary>
    /// <param name="labels">The labels of an object.</param>
    public bool Matches(IDictionary<string, string> labels) => Requirements.All(requirement => requirement.Matches(labels));

    /// <summary>The selector in the API's syntax.</summary>
    public override string ToString() => string.Join(',', Requirements);

    private static LabelRequirement RequirementOf(string key, object? value) => value switch
    {
        null => new(key, LabelOperator.DoesNotExist, []),
        string or not IEnumerable => new(key, LabelOperator.Equals, [Text(value)]),
        IEnumerable values => new(key, LabelOperator.In, [.. values.Cast<object>().Select(Text).Order(StringComparer.Ordinal)]),
    };

    // The API writes booleans in lower case, and labels are text.
    private static string Text(object value) =>
        value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
