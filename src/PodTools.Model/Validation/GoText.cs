using System.Globalization;
using System.Text;

namespace PodTools.Validation;

/// <summary>Prints values as the API server's messages print them.</summary>
internal static class GoText
{
    /// <summary>A text in double quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\t' => @"\t",
                '\r' => @"\r",
                _ when Rune.IsControl(rune) => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A list of texts.</summary>
    public static string Texts(IEnumerable<string> texts) => $"[]string{{{string.Join(", ", texts.Select(Quote))}}}";

    /// <summary>A map of texts, its keys in order.</summary>
    public static string Map(IEnumerable<KeyValuePair<string, string>> map) => "map[string]string{"
        + string.Join(", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{Quote(entry.Key)}:{Quote(entry.Value)}")) + "}";
}
