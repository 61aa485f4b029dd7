using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table of nodes.</summary>
internal sealed class NodeTable : ITablePrinter
{
    private const string RoleLabel = "node-role.kubernetes.io/";

    public IReadOnlyList<TableColumn> Columns { get; } =
    [
        TableColumn.ObjectName,
        new("Status", "Whether the node is ready and takes pods."),
        new("Roles", "The roles of the node, from its labels."),
        TableColumn.Age,
        new("Version", "The version of the kubelet."),
        new("Internal-IP", "The address within the cluster.", Wide: true),
        new("External-IP", "The address outside the cluster.", Wide: true),
        new("OS-Image", "The operating system.", Wide: true),
        new("Kernel-Version", "The version of the kernel.", Wide: true),
        new("Container-Runtime", "The runtime that containers run in.", Wide: true),
    ];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now)
    {
        var json = stored.ToJson();
        var info = json["status"]?["nodeInfo"];
        return
        [
            stored.Name, Status(json), Roles(stored), PlainTable.AgeOf(json, now), (string?)info?["kubeletVersion"],
            Address(json, "InternalIP"), Address(json, "ExternalIP"), Known((string?)info?["osImage"]),
            Known((string?)info?["kernelVersion"]), Known((string?)info?["containerRuntimeVersion"]),
        ];
    }

    private static string Status(JsonObject json)
    {
        var ready = (json["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(condition => (string?)condition?["type"] == "Ready");
        var text = (string?)ready?["status"] switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return (bool?)json["spec"]?["unschedulable"] == true ? text + ",SchedulingDisabled" : text;
    }

    private static string Roles(StoredObject stored)
    {
        var roles = stored.Labels.Keys.Where(label => label.StartsWith(RoleLabel, StringComparison.Ordinal))
            .Select(label => label[RoleLabel.Length..]).Order(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? PodStatusText.None : string.Join(',', roles);
    }

    private static string Address(JsonObject json, string type) =>
        (string?)(json["status"]?["addresses"] as JsonArray ?? [])
            .FirstOrDefault(address => (string?)address?["type"] == type)?["address"] ?? PodStatusText.None;

    private static string Known(string? text) => string.IsNullOrEmpty(text) ? "<unknown>" : text;
}
