using System.Globalization;

namespace PodTools.Selectors;

/// <summary>One requirement of a label selector.</summary>
/// <param name="Key">The key of the label.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Values">What it compares with, in the order of their characters; none for the existence of a label.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether some labels meet it.</summary>
    /// <param name="labels">The labels of an object.</param>
    public bool Matches(IDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var exists = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.Equals or LabelOperator.In => exists && Values.Contains(value),
            LabelOperator.NotEquals or LabelOperator.NotIn => !exists || !Values.Contains(value),
            LabelOperator.Exists => exists,
            LabelOperator.DoesNotExist => !exists,
            LabelOperator.GreaterThan => exists && Number(value) > Number(Values[0]),
            _ => exists && Number(value) < Number(Values[0]),
        };
    }

    /// <summary>The requirement as the API writes it.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.Equals => $"{Key}={Values[0]}",
        LabelOperator.NotEquals => $"{Key}!={Values[0]}",
        LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
        LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        LabelOperator.GreaterThan => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    // Compared with null, every number is neither greater nor smaller: a label that is no number never matches.
    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
