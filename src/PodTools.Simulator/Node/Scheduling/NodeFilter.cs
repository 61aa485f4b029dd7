using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node.Scheduling;

/// <summary>Whether a node takes a pod, and if not, why, in the words of a scheduler.</summary>
internal static class NodeFilter
{
    /// <summary>The reasons against a node, none when the pod fits.</summary>
    public static IReadOnlyList<string> Reasons(PodObject pod, IReadOnlyDictionary<string, decimal> requests, NodePlace node)
    {
        if (node.IsUnschedulable && !PodTolerations.Tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule"))
        {
            return ["node(s) were unschedulable"];
        }

        if (UntoleratedTaint(pod, node) is { } taint)
        {
            return [$"node(s) had untolerated taint {{{(string?)taint["key"]}: {(string?)taint["value"]}}}"];
        }

        if (!MatchesSelector(pod, node) || !MatchesAffinity(pod, node))
        {
            return ["node(s) didn't match Pod's node affinity/selector"];
        }

        return [.. requests.Where(request => request.Value > node.Free(request.Key))
            .Select(request => request.Key == "pods" ? "Too many pods" : $"Insufficient {request.Key}")
            .Order(StringComparer.Ordinal)];
    }

    private static JsonObject? UntoleratedTaint(PodObject pod, NodePlace node) =>
        node.Taints.FirstOrDefault(taint => (string?)taint["effect"] is "NoSchedule" or "NoExecute"
            && !PodTolerations.Tolerates(pod, taint));

    private static bool MatchesSelector(PodObject pod, NodePlace node) =>
        (pod.Spec["nodeSelector"] as JsonObject ?? []).All(pair => (string?)node.Labels[pair.Key] == (string?)pair.Value);

    private static bool MatchesAffinity(PodObject pod, NodePlace node)
    {
        var required = pod.Spec["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"];
        return required is null
            || (required["nodeSelectorTerms"] as JsonArray ?? []).OfType<JsonObject>().Any(term => MatchesTerm(term, node));
    }

    private static bool MatchesTerm(JsonObject term, NodePlace node)
    {
        var labels = (term["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var fields = (term["matchFields"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return labels.Count + fields.Count > 0
            && labels.TrueForAll(expression => Matches(expression, (string?)node.Labels[(string)expression["key"]!]))
            && fields.TrueForAll(expression => Matches(expression, node.Name));
    }

    private static bool Matches(JsonObject expression, string? value)
    {
        var values = (expression["values"] as JsonArray ?? []).Select(item => (string?)item ?? "").ToList();
        return (string?)expression["operator"] switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => Number(value) is { } left && left > Number(values.FirstOrDefault()),
            "Lt" => Number(value) is { } left && left < Number(values.FirstOrDefault()),
            _ => false,
        };
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
