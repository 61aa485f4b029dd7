using System.Text;
using System.Text.RegularExpressions;

namespace PodTools.Commands;

/// <summary>
/// A name with PowerShell's wildcards: <c>*</c>, <c>?</c> and <c>[a-z]</c>, and <c>`</c> before one that is meant as it
/// stands, without regard to case. Kept here because the engine's own patterns match nothing outside the engine.
/// </summary>
internal sealed class NamePattern
{
    private readonly Regex _regex;

    /// <summary>Creates a pattern.</summary>
    /// <param name="text">The name with wildcards.</param>
    public NamePattern(string text) => _regex = new Regex(Translate(text), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether a name has wildcards and hence may stand for any number of things.</summary>
    /// <param name="name">The name.</param>
    public static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Whether a name is one of those meant.</summary>
    /// <param name="name">The name.</param>
    public bool IsMatch(string? name) => name is not null && _regex.IsMatch(name);

    private static string Translate(string text)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '[' ? text.IndexOf(']', i + 1) : -1;
            if (end > i + 1)
            {
                regex.Append('[').Append(text[(i + 1)..end].Replace(@"\", @"\\", StringComparison.Ordinal)).Append(']');
                i = end;
                continue;
            }

            regex.Append(text[i] switch
            {
                '`' when i + 1 < text.Length => Regex.Escape(text[++i].ToString()),
                '*' => ".*",
                '?' => ".",
                var letter => Regex.Escape(letter.ToString()),
            });
        }

        return regex.Append(@"\z").ToString();
    }
}
