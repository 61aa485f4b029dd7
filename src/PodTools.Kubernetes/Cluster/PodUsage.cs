using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>What a pod used, as the metrics API measured it.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Time">The end of the interval that was measured; null where the server does not say.</param>
/// <param name="Containers">The usage of each container.</param>
public sealed record PodUsage(string Namespace, string Name, DateTimeOffset? Time, IReadOnlyList<ContainerUsage> Containers)
{
    internal static PodUsage Read(JsonObject item) => new(
        (string?)item["metadata"]?["namespace"] ?? "",
        (string?)item["metadata"]?["name"] ?? "",
        DateTimeOffset.TryParse((string?)item["timestamp"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
        [.. item["containers"]?.AsArray().OfType<JsonObject>().Select(ContainerUsage.Read) ?? []]);
}
