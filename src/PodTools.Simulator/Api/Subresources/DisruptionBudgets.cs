using System.Text.Json.Nodes;
using PodTools.Selectors;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Subresources;

/// <summary>What PodDisruptionBudgets allow at this moment.</summary>
internal static class DisruptionBudgets
{
    /// <summary>The budgets of a pod's namespace that select it.</summary>
    public static IEnumerable<StoredObject> Of(ObjectStore store, StoredObject pod) =>
        store.Snapshot(ResourceTypes.PodDisruptionBudgets).In(pod.Namespace)
            .Where(budget => Selects(budget.ToJson()["spec"]?["selector"] as JsonObject, pod));

    /// <summary>How many healthy pods a budget demands, and how many it has.</summary>
    public static (int Desired, int Healthy, int Expected) Count(ObjectStore store, StoredObject budget)
    {
        var spec = budget.ToJson()["spec"] as JsonObject ?? [];
        var pods = store.Snapshot(ResourceTypes.Pods).In(budget.Namespace)
            .Where(pod => Selects(spec["selector"] as JsonObject, pod)).ToList();
        var healthy = pods.Count(pod => !pod.IsTerminating && IsReady(pod.ToJson()));
        var desired = spec["minAvailable"] is { } least ? Share(least, pods.Count)
            : spec["maxUnavailable"] is { } most ? Math.Max(0, pods.Count - Share(most, pods.Count))
            : pods.Count - 1;
        return (desired, healthy, pods.Count);
    }

    /// <summary>Whether a pod's condition Ready is true.</summary>
    public static bool IsReady(JsonObject pod) => (pod["status"]?["conditions"] as JsonArray ?? [])
        .Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition?["status"] == "True");

    private static int Share(JsonNode amount, int of)
    {
        var text = amount.ToString();
        return text.EndsWith('%')
            ? (int)Math.Ceiling(of * int.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture) / 100.0)
            : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool Selects(JsonObject? selector, StoredObject pod) =>
        selector is not null && LabelSelectorExpression.Parse(SelectorText(selector)).Matches(pod.Labels);

    private static string SelectorText(JsonObject selector)
    {
        var equal = (selector["matchLabels"] as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}");
        var listed = (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().Select(expression =>
        {
            var values = string.Join(',', expression["values"] as JsonArray ?? []);
            return (string?)expression["operator"] switch
            {
                "In" => $"{expression["key"]} in ({values})",
                "NotIn" => $"{expression["key"]} notin ({values})",
                "DoesNotExist" => $"!{expression["key"]}",
                _ => $"{expression["key"]}",
            };
        });
        return string.Join(',', equal.Concat(listed));
    }
}
