using System.Globalization;

namespace PodTools.Details;

/// <summary>How single values are written in a description.</summary>
internal static class DescriptionText
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const int GreatestAnnotation = 140;

    /// <summary>A time, such as <c>Sat, 21 Nov 2026 02:51:54 +0000</c>.</summary>
    public static string Time(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture) ?? "";

    /// <summary><c>True</c> or <c>False</c>.</summary>
    public static string Flag(bool? flag) => flag == true ? "True" : "False";

    /// <summary><c>true</c> or <c>false</c>, as JSON writes it.</summary>
    public static string JsonFlag(bool? flag) => flag == true ? "true" : "false";

    /// <summary>Labels as <c>key=value</c>, in the order of their keys.</summary>
    public static IEnumerable<string> Labels(IDictionary<string, string> labels) =>
        labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}");

    /// <summary>
    /// Annotations as <c>key: value</c>, in the order of their keys. A long value, or one of several lines, stands below its key,
    /// each line cut short; what kubectl last applied is left out, as it repeats the pod.
    /// </summary>
    public static IEnumerable<string> Annotations(IDictionary<string, string> annotations) => annotations
        .Where(annotation => annotation.Key != LastApplied)
        .OrderBy(annotation => annotation.Key, StringComparer.Ordinal)
        .SelectMany(annotation => Annotation(annotation.Key, annotation.Value.EndsWith('\n') ? annotation.Value[..^1] : annotation.Value));

    /// <summary>A toleration, such as <c>key=value:NoSchedule for 60s</c>.</summary>
    public static string Toleration(Toleration toleration)
    {
        var value = string.IsNullOrEmpty(toleration.Value) ? "" : $"={toleration.Value}";
        var effect = string.IsNullOrEmpty(toleration.Effect) ? "" : $":{toleration.Effect}";
        var exists = toleration.Operator == "Exists" && value.Length == 0 ? " op=Exists" : "";
        var seconds = toleration.TolerationSeconds is { } limit ? string.Create(CultureInfo.InvariantCulture, $" for {limit}s") : "";
        return $"{toleration.Key}{value}{effect}{exists}{seconds}".TrimStart();
    }

    /// <summary>A topology spread constraint in words.</summary>
    public static string Spread(TopologySpreadConstraint constraint)
    {
        var selector = constraint.LabelSelector is { } labels ? $" for selector {Selector(labels)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{constraint.TopologyKey}:{constraint.WhenUnsatisfiable} when max skew {constraint.MaxSkew} is exceeded{selector}");
    }

    private static string Selector(LabelSelector selector)
    {
        var expressions = selector.MatchExpressions.Select(Requirement);
        return string.Join(',', Labels(selector.MatchLabels).Concat(expressions)) is { Length: > 0 } text ? text : PodStatusText.None;
    }

    private static string Requirement(LabelSelectorRequirement requirement) => requirement.Operator switch
    {
        "Exists" => requirement.Key!,
        "DoesNotExist" => $"!{requirement.Key}",
        _ => $"{requirement.Key} {(requirement.Operator == "In" ? "in" : "notin")} ({string.Join(',', requirement.Values.Order(StringComparer.Ordinal))})",
    };

    private static IEnumerable<string> Annotation(string key, string value)
    {
        if (key.Length + value.Length + 2 <= GreatestAnnotation && !value.Contains('\n', StringComparison.Ordinal))
        {
            return [$"{key}: {value}"];
        }

        const int Longest = GreatestAnnotation - 2;
        return value.Split('\n').Select(line => $"  {(line.Length > Longest ? line[..Longest] + "..." : line)}").Prepend($"{key}:");
    }
}
