namespace PodTools.Selectors;

/// <summary>One requirement of a field selector.</summary>
/// <param name="Field">The field, such as <c>status.phase</c>.</param>
/// <param name="Negated">Whether the field must have another value, as in <c>status.phase!=Running</c>.</param>
/// <param name="Value">The value.</param>
public sealed record FieldRequirement(string Field, bool Negated, string Value)
{
    /// <summary>The requirement as the API writes it.</summary>
    public override string ToString() => $"{Field}{(Negated ? "!=" : "=")}{Escaped(Value)}";

    private static string Escaped(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal).Replace("=", @"\=", StringComparison.Ordinal);
}
