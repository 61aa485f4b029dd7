using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Api.Rules;

/// <summary>The forms that names of objects have.</summary>
internal static partial class ObjectNames
{
    private const string RandomLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int RandomLength = 5;
    private const int LongestBase = 63 - RandomLength;

    /// <summary>The form of most names.</summary>
    public static NameForm Subdomain { get; } = new(
        SubdomainPattern(), 253,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
        + "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");

    /// <summary>The form of names that become part of a host name, as those of namespaces.</summary>
    public static NameForm Label { get; } = new(
        LabelPattern(), 63,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
        + "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')");

    /// <summary>What is wrong with the name of an object.</summary>
    public static IReadOnlyList<FieldCause> Validate(JsonObject json, NameForm form)
    {
        var name = (string?)json["metadata"]?["name"] ?? "";
        return name.Length == 0 ? [FieldCause.Required("metadata.name", "name or generateName is required")]
            : name.Length > form.Longest ? [FieldCause.Invalid("metadata.name", $"\"{name}\"", $"must be no more than {form.Longest} characters")]
            : form.Pattern.IsMatch(name) ? []
            : [FieldCause.Invalid("metadata.name", $"\"{name}\"", form.Explanation)];
    }

    /// <summary>A name from <c>generateName</c>: its beginning and five random letters.</summary>
    public static string Generate(string prefix) =>
        prefix[..Math.Min(prefix.Length, LongestBase)] + new string(Random.Shared.GetItems<char>(RandomLetters, RandomLength));

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();
}
