using System.Collections;
using System.Management.Automation;
using PodTools.Pipeline;
using PodTools.Selectors;

namespace PodTools.Commands;

/// <summary>Makes the API's text of what users give as a selector, so that mistakes are found before anything is asked.</summary>
internal static class SelectorText
{
    /// <summary>The text of a label selector.</summary>
    /// <param name="given">Text in the API's syntax, or a hashtable such as <c>@{ app = 'web'; tier = 'a', 'b'; debug = $null }</c>.</param>
    /// <returns>The text; null for none.</returns>
    /// <exception cref="SelectorSyntaxException">It is not a selector.</exception>
    public static string? OfLabels(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        null => null,
        IDictionary table => LabelSelectorExpression.FromHashtable(table).ToString(),
        string text => LabelSelectorExpression.Parse(text).ToString(),

        // A comma outside of quotes makes several values of app=web,tier=front.
        IEnumerable several => LabelSelectorExpression.Parse(string.Join(',', several.Cast<object?>())).ToString(),
        var other => throw new PodCommandException(
            "SelectorSyntax",
            ErrorCategory.InvalidArgument,
            $"A label selector is text or a hashtable, not {other.GetType().Name}.",
            "Write 'app=web,tier in (a,b)' or @{ app = 'web'; tier = 'a', 'b' }."),
    };

    /// <summary>The text of a field selector, joined of all its parts.</summary>
    /// <param name="given">Texts in the API's syntax.</param>
    /// <param name="more">Requirements of other parameters; nulls are left out.</param>
    /// <returns>The text; null for none.</returns>
    /// <exception cref="SelectorSyntaxException">It is not a selector.</exception>
    public static string? OfFields(IReadOnlyCollection<string> given, params string?[] more)
    {
        var parts = given.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => FieldSelectorExpression.Parse(text).ToString());
        var text = string.Join(',', parts.Concat(more.Where(part => part is not null)));
        return text.Length == 0 ? null : text;
    }
}
