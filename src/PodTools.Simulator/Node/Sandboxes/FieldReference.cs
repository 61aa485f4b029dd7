using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>Reads what <c>fieldRef</c> and <c>resourceFieldRef</c> name, for environments and for files.</summary>
internal static class FieldReference
{
    /// <summary>The value of a field of the pod; empty where the pod has none.</summary>
    public static string Read(PodObject pod, PodAddresses addresses, string path) => path switch
    {
        "status.podIP" or "status.podIPs" => addresses.PodIP,
        "status.hostIP" or "status.hostIPs" => addresses.HostIP,
        "spec.serviceAccountName" => (string?)pod.Spec["serviceAccountName"] ?? "default",
        "metadata.labels" or "metadata.annotations" => Lines(pod.Metadata[path["metadata.".Length..]] as JsonObject),
        _ when path.EndsWith("']", StringComparison.Ordinal) => Entry(pod, path),
        _ => Walk(pod.Json, path),
    };

    /// <summary>
    /// The amount of a resource of a container: its limit or request in units of the divisor, rounded up; where there
    /// is none, what the node has.
    /// </summary>
    public static string ReadResource(ContainerSpec container, string resource, string? divisor)
    {
        var parts = resource.Split('.', 2);
        var amount = (string?)container.Json["resources"]?[parts[0]]?[parts[^1]] ?? NodeObjects.Allocatable(parts[^1]);
        var unit = divisor is null or "0" ? "1" : divisor;
        return Math.Ceiling(ResourceAmounts.Parse(amount) / ResourceAmounts.Parse(unit))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Walk(JsonObject json, string path)
    {
        JsonNode? node = json;
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node?.ToString() ?? "";
    }

    // metadata.labels['app'] and metadata.annotations['note']
    private static string Entry(PodObject pod, string path)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        var map = pod.Metadata[path["metadata.".Length..open]] as JsonObject;
        return (string?)map?[path[(open + 2)..^2]] ?? "";
    }

    private static string Lines(JsonObject? map) =>
        string.Join('\n', (map ?? []).Select(pair => $"{pair.Key}=\"{((string?)pair.Value ?? "").Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
}
