using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>Amounts of cpu, memory and other resources, as containers ask for them and nodes offer them.</summary>
internal static class ResourceAmounts
{
    /// <summary>The number that a quantity stands for.</summary>
    public static decimal Parse(string quantity) => Quantity.Parse(quantity).ToDecimal();

    /// <summary>
    /// What a pod asks of a node: the sum over its containers and sidecars, or what its largest init container needs
    /// while they run, and one place for a pod.
    /// </summary>
    public static IReadOnlyDictionary<string, decimal> RequestedBy(PodObject pod)
    {
        var running = Sum(pod.Containers.Concat(pod.InitContainers.Where(container => container.IsSidecar)));
        foreach (var init in pod.InitContainers.Where(container => !container.IsSidecar))
        {
            foreach (var (name, amount) in Requests(init))
            {
                running[name] = Math.Max(running.GetValueOrDefault(name), amount);
            }
        }

        foreach (var (name, amount) in Read(pod.Spec["overhead"]))
        {
            running[name] = running.GetValueOrDefault(name) + amount;
        }

        running["pods"] = 1;
        return running;
    }

    /// <summary>The amounts in a map of quantities.</summary>
    public static IReadOnlyDictionary<string, decimal> Read(JsonNode? quantities) =>
        (quantities as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => Parse(pair.Value?.ToString() ?? "0"));

    // A limit without a request is a request too.
    private static IReadOnlyDictionary<string, decimal> Requests(ContainerSpec container)
    {
        var requests = new Dictionary<string, decimal>(Read(container.Json["resources"]?["limits"]));
        foreach (var (name, amount) in Read(container.Json["resources"]?["requests"]))
        {
            requests[name] = amount;
        }

        return requests;
    }

    private static Dictionary<string, decimal> Sum(IEnumerable<ContainerSpec> containers) =>
        containers.SelectMany(Requests).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
}
