using System.Text.RegularExpressions;

namespace PodTools.Selectors;

/// <summary>What the API takes as the key and the value of a label, with its own words for what it does not take.</summary>
public static partial class LabelSyntax
{
    private const int GreatestPrefix = 253;
    private const int GreatestName = 63;
    private const string NamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string SubdomainPattern = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    /// <summary>Checks a key: a name, or a DNS subdomain, a slash and a name. The keys of annotations follow the same rule.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What is wrong with it, in the words of the API server; nothing when it is valid.</returns>
    public static IEnumerable<string> KeyErrors(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split('/');
        return parts.Length switch
        {
            1 => NameErrors(key),
            2 => PrefixErrors(parts[0]).Concat(NameErrors(parts[1])),
            _ => [$"a qualified name {NameShape()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"],
        };
    }

    /// <summary>Checks a value: empty, or like the name of a key.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What is wrong with it, in the words of the API server; nothing when it is valid.</returns>
    public static IEnumerable<string> ValueErrors(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > GreatestName)
        {
            yield return $"must be no more than {GreatestName} characters";
        }

        if (value.Length > 0 && !Name().IsMatch(value))
        {
            yield return "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                + $"alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '({NamePattern})?')";
        }
    }

    private static IEnumerable<string> PrefixErrors(string prefix)
    {
        if (prefix.Length == 0)
        {
            yield return "prefix part must be non-empty";
        }
        else if (prefix.Length > GreatestPrefix)
        {
            yield return $"prefix part must be no more than {GreatestPrefix} characters";
        }
        else if (!Subdomain().IsMatch(prefix))
        {
            yield return "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
                + $"end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainPattern}')";
        }
    }

    private static IEnumerable<string> NameErrors(string name)
    {
        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (name.Length > GreatestName)
        {
            yield return $"name part must be no more than {GreatestName} characters";
        }

        if (!Name().IsMatch(name))
        {
            yield return $"name part {NameShape()}";
        }
    }

    private static string NameShape() =>
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + $"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{NamePattern}')";

    [GeneratedRegex("^(" + NamePattern + @")\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^(" + SubdomainPattern + @")\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();
}
