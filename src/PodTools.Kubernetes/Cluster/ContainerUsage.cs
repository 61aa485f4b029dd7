using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>What a container used, as the metrics API measured it.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="Cpu">Processor cores in use on average; null when not measured.</param>
/// <param name="Memory">Bytes of memory in use (the working set); null when not measured.</param>
public sealed record ContainerUsage(string Name, Quantity? Cpu, Quantity? Memory)
{
    internal static ContainerUsage Read(JsonObject item) => new(
        (string?)item["name"] ?? "", QuantityOf(item, "cpu"), QuantityOf(item, "memory"));

    private static Quantity? QuantityOf(JsonObject item, string resource) =>
        (string?)item["usage"]?[resource] is { } text && Quantity.TryParse(text, out var quantity) ? quantity : (Quantity?)null;
}
