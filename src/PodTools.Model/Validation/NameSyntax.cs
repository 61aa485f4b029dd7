using System.Text.RegularExpressions;

namespace PodTools.Validation;

/// <summary>
/// The syntaxes that the API has for names, keys and values. Each check returns the messages of the API server, none when
/// the text is fine.
/// </summary>
public static partial class NameSyntax
{
    private const string DnsLabelRegex = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedNameRegex = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;
    private const int MaxPortName = 15;

    private const string QualifiedNameText =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"
        + QualifiedNameRegex + "')";

    /// <summary>A DNS label: names of containers, volumes and namespaces, host names.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> DnsLabel(string value) => Messages(
        (value.Length > MaxLabel, Longest(MaxLabel)),
        (!DnsLabelPattern().IsMatch(value) && DnsSubdomainPattern().IsMatch(value), "must not contain dots"),
        (!DnsSubdomainPattern().IsMatch(value), "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '" + DnsLabelRegex + "')"));

    /// <summary>A DNS subdomain: names of pods, nodes, service accounts, priority classes.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> DnsSubdomain(string value) => Messages(
        (value.Length > MaxSubdomain, Longest(MaxSubdomain)),
        (!DnsSubdomainPattern().IsMatch(value), "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '" + DnsLabelRegex + @"(\." + DnsLabelRegex + ")*')"));

    /// <summary>A qualified name: keys of labels and annotations, names of finalizers and resources.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> QualifiedName(string value)
    {
        var parts = value.Split('/');
        if (parts.Length > 2)
        {
            return [$"a qualified name {QualifiedNameText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        var messages = new List<string>();
        if (parts.Length == 2)
        {
            messages.AddRange(parts[0].Length == 0 ? ["prefix part must be non-empty"] : DnsSubdomain(parts[0]).Select(message => $"prefix part {message}"));
        }

        var name = parts[^1];
        messages.AddRange(Messages(
            (name.Length == 0, "name part must be non-empty"),
            (name.Length > MaxLabel, $"name part {Longest(MaxLabel)}"),
            (!QualifiedNamePattern().IsMatch(name), $"name part {QualifiedNameText}")));
        return messages;
    }

    /// <summary>The value of a label.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> LabelValue(string value) => Messages(
        (value.Length > MaxLabel, Longest(MaxLabel)),
        (value.Length > 0 && !QualifiedNamePattern().IsMatch(value), "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(" + QualifiedNameRegex + ")?')"));

    /// <summary>The key of an annotation: a qualified name whose letters may be upper case throughout.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> AnnotationKey(string value) => QualifiedName(value.ToLowerInvariant());

    /// <summary>The name of a port.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> PortName(string value) => Messages(
        (value.Length > MaxPortName, Longest(MaxPortName)),
        (!PortCharacters().IsMatch(value), "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"),
        (!value.Any(char.IsAsciiLetterLower), "must contain at least one letter (a-z)"),
        (value.Contains("--", StringComparison.Ordinal), "must not contain consecutive hyphens"),
        (value.StartsWith('-') || value.EndsWith('-'), "must not begin or end with a hyphen"));

    /// <summary>The name of an environment variable.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> EnvironmentVariable(string value) =>
    [
        .. Messages((!EnvironmentPattern().IsMatch(value), "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')")),
        .. NoDots(value),
    ];

    /// <summary>A key of a config map or secret.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> ConfigKey(string value) =>
    [
        .. Messages(
            (value.Length > MaxSubdomain, Longest(MaxSubdomain)),
            (!ConfigKeyPattern().IsMatch(value), "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")),
        .. NoDots(value),
    ];

    /// <summary>The name of an HTTP header.</summary>
    /// <param name="value">The text.</param>
    public static IReadOnlyList<string> HttpHeader(string value) =>
        Messages((!HttpHeaderPattern().IsMatch(value), "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"));

    /// <summary>The number of a port.</summary>
    /// <param name="number">The number.</param>
    public static IReadOnlyList<string> PortNumber(long number) => Messages((number is < 1 or > 65535, "must be between 1 and 65535, inclusive"));

    private static List<string> NoDots(string value) => Messages(
        (value == ".", "must not be '.'"),
        (value == "..", "must not be '..'"),
        (value.Length > 2 && value.StartsWith("..", StringComparison.Ordinal), "must not start with '..'"));

    private static string Longest(int length) => $"must be no more than {length} characters";

    private static List<string> Messages(params ReadOnlySpan<(bool Broken, string Message)> rules)
    {
        var messages = new List<string>();
        foreach (var (broken, message) in rules)
        {
            if (broken)
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    [GeneratedRegex("^" + DnsLabelRegex + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabelPattern();

    [GeneratedRegex("^" + DnsLabelRegex + @"(\." + DnsLabelRegex + @")*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsSubdomainPattern();

    [GeneratedRegex("^" + QualifiedNameRegex + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedNamePattern();

    [GeneratedRegex(@"^[-a-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PortCharacters();

    [GeneratedRegex(@"^[-._a-zA-Z][-._a-zA-Z0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnvironmentPattern();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigKeyPattern();

    [GeneratedRegex(@"^[-A-Za-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex HttpHeaderPattern();
}
