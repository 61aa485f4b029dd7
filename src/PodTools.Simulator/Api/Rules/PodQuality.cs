using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Rules;

/// <summary>The quality-of-service class of a pod, from what its containers request and are limited to.</summary>
internal static class PodQuality
{
    private static readonly string[] Counted = ["cpu", "memory"];

    /// <summary>BestEffort without any requests and limits, Guaranteed when all are limited to what they request, else Burstable.</summary>
    public static string ClassOf(JsonObject pod)
    {
        var containers = ((string[])["containers", "initContainers"])
            .SelectMany(list => pod["spec"]?[list] as JsonArray ?? [])
            .Select(container => container?["resources"] as JsonObject ?? [])
            .ToList();
        return containers.All(resources => Amounts(resources, "requests").Count + Amounts(resources, "limits").Count == 0) ? "BestEffort"
            : containers.All(IsGuaranteed) ? "Guaranteed"
            : "Burstable";
    }

    private static bool IsGuaranteed(JsonObject resources)
    {
        var requests = Amounts(resources, "requests");
        var limits = Amounts(resources, "limits");
        return Counted.All(name => limits.TryGetValue(name, out var limit)
            && (!requests.TryGetValue(name, out var request) || request.Equals(limit)));
    }

    private static Dictionary<string, Quantity> Amounts(JsonObject resources, string kind) =>
        (resources[kind] as JsonObject ?? [])
        .Where(amount => Counted.Contains(amount.Key))
        .Select(amount => (amount.Key, Value: Quantity.Parse(amount.Value!.ToString())))
        .Where(amount => !amount.Value.Equals(Quantity.Parse("0")))
        .ToDictionary(amount => amount.Key, amount => amount.Value);
}
