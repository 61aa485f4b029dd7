using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>
/// Ports that the API server takes but that fail when the pod runs: its containers share one network, so a port can be
/// listened on by one of them only.
/// </summary>
internal static class PortWarnings
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>Finds them.</summary>
    public static IEnumerable<FieldWarning> Find(JsonObject? spec, string path)
    {
        // Init containers have ended before the others begin, unless they are sidecars.
        var together = spec.Items("containers", path)
            .Concat(spec.Items("initContainers", path).Where(entry => entry.Item.Text("restartPolicy") == "Always")).ToList();
        return Conflicts(together).Concat(together.SelectMany(entry => UnknownPorts(entry.Item, entry.Path)));
    }

    private static IEnumerable<FieldWarning> Conflicts(IEnumerable<(JsonObject Item, string Path)> containers)
    {
        var claims = new Dictionary<(long Port, string Protocol), (string Container, string Path)>();
        foreach (var (container, path) in containers)
        {
            foreach (var (port, portPath) in container.Items("ports", path))
            {
                var protocol = port.Text("protocol") is { Length: > 0 } given ? given : "TCP";
                var claim = (Port: port.Number("containerPort") ?? 0, protocol);
                if (claim.Port == 0 || claims.TryAdd(claim, (container.Text("name"), path)))
                {
                    continue;
                }

                var (owner, ownerPath) = claims[claim];
                yield return ownerPath == path
                    ? new FieldWarning(portPath, $"port {claim.Port}/{protocol} is listed twice for this container", "DuplicatePort", "Remove one of the two.")
                    : new FieldWarning(
                        $"{portPath}.containerPort",
                        $"container '{container.Text("name")}' claims port {claim.Port}/{protocol}, which container '{owner}' claims already",
                        "PortConflict",
                        "The containers of a pod share one network address: only one can listen on a port, and the other fails when it starts. Choose another port for one of them.");
            }
        }
    }

    private static IEnumerable<FieldWarning> UnknownPorts(JsonObject container, string path)
    {
        var names = container.Objects("ports").Select(port => port.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var probe in Probes)
        {
            foreach (var action in new[] { "httpGet", "tcpSocket" })
            {
                var name = JsonFields.AsText(container.Object(probe).Object(action)?["port"]);
                if (name.Length > 0 && !names.Contains(name) && !long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                {
                    yield return new FieldWarning(
                        $"{path}.{probe}.{action}.port", $"the container has no port named '{name}'", "UnknownPortName", "Name one of its ports so, or give the number.");
                }
            }
        }
    }
}
