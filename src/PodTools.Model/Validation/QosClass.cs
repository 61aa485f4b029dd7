using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>How a pod fares when its node runs short, which follows from its requests and limits.</summary>
public static class QosClass
{
    private static readonly string[] Resources = ["cpu", "memory"];

    /// <summary>Computes the class, as the API server writes it into <c>status.qosClass</c>.</summary>
    /// <param name="pod">The pod, its defaults filled in.</param>
    /// <returns>
    /// <c>BestEffort</c> when no container asks for cpu or memory, <c>Guaranteed</c> when all have equal requests and limits
    /// for both, else <c>Burstable</c>.
    /// </returns>
    public static string Of(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var spec = pod.Object("spec");
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).Select(container => container.Object("resources")).ToList();
        var amounts = containers.SelectMany(resources => Resources.Select(name => (Request: Amount(resources, "requests", name), Limit: Amount(resources, "limits", name)))).ToList();
        return amounts.All(amount => amount is (null, null)) ? "BestEffort"
            : amounts.All(amount => amount.Limit is { } limit && (amount.Request ?? limit) == limit) ? "Guaranteed"
            : "Burstable";
    }

    private static Quantity? Amount(JsonObject? resources, string map, string name) =>
        JsonFields.AsQuantity(resources.Object(map)?[name]) is { IsZero: false } amount ? amount : default(Quantity?);
}
