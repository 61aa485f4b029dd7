using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node.Scheduling;

/// <summary>Which taints of a node a pod puts up with, and for how long.</summary>
internal static class PodTolerations
{
    /// <summary>Whether a pod tolerates a taint, be it only for a time.</summary>
    public static bool Tolerates(PodObject pod, string key, string value, string effect) => Matching(pod, key, value, effect).Any();

    /// <summary>Whether a pod tolerates a taint, be it only for a time.</summary>
    public static bool Tolerates(PodObject pod, JsonObject taint) => Matching(pod, taint).Any();

    /// <summary>How long a pod may stay on a node with these NoExecute taints: null for ever, zero for not at all.</summary>
    public static TimeSpan? Stay(PodObject pod, IEnumerable<JsonObject> taints)
    {
        TimeSpan? shortest = null;
        foreach (var taint in taints)
        {
            var matching = Matching(pod, taint).ToList();
            var seconds = matching.Count == 0 ? 0 : matching.Min(toleration => (long?)toleration["tolerationSeconds"]);
            if (seconds is { } limit && !(TimeSpan.FromSeconds(Math.Max(0, limit)) >= shortest))
            {
                shortest = TimeSpan.FromSeconds(Math.Max(0, limit));
            }
        }

        return shortest;
    }

    private static IEnumerable<JsonObject> Matching(PodObject pod, JsonObject taint) =>
        Matching(pod, (string?)taint["key"] ?? "", (string?)taint["value"] ?? "", (string?)taint["effect"] ?? "");

    private static IEnumerable<JsonObject> Matching(PodObject pod, string key, string value, string effect) =>
        (pod.Spec["tolerations"] as JsonArray ?? []).OfType<JsonObject>().Where(toleration =>
            ((string?)toleration["effect"] ?? "") is var tolerated && (tolerated.Length == 0 || tolerated == effect)
            && (((string?)toleration["key"] ?? "") is var name && (name.Length == 0 || name == key))
            && ((string?)toleration["operator"] == "Exists" || (name.Length > 0 && ((string?)toleration["value"] ?? "") == value)));
}
