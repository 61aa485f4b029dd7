using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table of pods; its cells are the model's own columns.</summary>
internal sealed class PodTable : ITablePrinter
{
    public IReadOnlyList<TableColumn> Columns { get; } =
    [
        TableColumn.ObjectName,
        new("Ready", "How many containers are ready, of all."),
        new("Status", "What the pod is doing, summed up from its phase and its containers."),
        new("Restarts", "How often containers were restarted, and how long ago last."),
        TableColumn.Age,
        new("IP", "The address of the pod.", Wide: true),
        new("Node", "The node that runs the pod.", Wide: true),
        new("Nominated Node", "The node that is being made free for the pod.", Wide: true),
        new("Readiness Gates", "How many readiness gates are open, of all.", Wide: true),
    ];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now)
    {
        var pod = KubernetesJson.Deserialize<Pod>(stored.Bytes.Span);
        var text = new PodStatusText(pod);
        return
        [
            stored.Name, text.Ready, text.State, text.RestartsText(now), text.Age(now),
            pod.IPText, pod.NodeText, pod.NominatedNodeText, pod.ReadinessGates,
        ];
    }
}
