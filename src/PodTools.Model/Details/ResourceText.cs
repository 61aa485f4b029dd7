using System.Globalization;

namespace PodTools.Details;

/// <summary>The resources of a pod or a container, and the value that a container sees of one of its own.</summary>
internal static class ResourceText
{
    /// <summary>Writes what may be used, and what is set aside.</summary>
    public static void Write(DescriptionWriter writer, int level, ResourceRequirements? resources)
    {
        Write(writer, level, "Limits", resources?.Limits);
        Write(writer, level, "Requests", resources?.Requests);
    }

    /// <summary>The amount divided by the divisor and rounded up; for a limit that is not set, what the node has.</summary>
    public static string ValueOf(ResourceFieldSelector selector, Container container)
    {
        var parts = (selector.Resource ?? "").Split('.', 2);
        var amounts = parts[0] == "limits" ? container.Resources?.Limits : container.Resources?.Requests;
        var amount = amounts?.TryGetValue(parts[^1], out var found) == true ? found : default;
        return amount.IsZero && selector.Resource is "limits.cpu" or "limits.memory" ? "node allocatable" : Divide(amount, selector.Divisor);
    }

    private static void Write(DescriptionWriter writer, int level, string label, IDictionary<string, Quantity>? amounts)
    {
        if (amounts is not { Count: > 0 })
        {
            return;
        }

        writer.Line(level, $"{label}:");
        foreach (var (name, amount) in amounts.OrderBy(amount => amount.Key, StringComparer.Ordinal))
        {
            writer.Field(level + 1, name, amount.Canonical);
        }
    }

    private static string Divide(Quantity amount, Quantity? divisor)
    {
        var by = divisor is { IsZero: false } given ? given : 1;
        return QuantitySyntax.DivideAwayFromZero(amount.Nanos, by.Nanos).ToString(CultureInfo.InvariantCulture);
    }
}
