using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table of PodDisruptionBudgets.</summary>
internal sealed class DisruptionBudgetTable : ITablePrinter
{
    private const string NotGiven = "N/A";

    public IReadOnlyList<TableColumn> Columns { get; } =
    [
        TableColumn.ObjectName,
        new("Min Available", "How many pods must stay."),
        new("Max Unavailable", "How many pods may be missing."),
        new("Allowed Disruptions", "How many pods may be evicted now.", Type: "integer"),
        TableColumn.Age,
    ];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now)
    {
        var json = stored.ToJson();
        var spec = json["spec"];
        return
        [
            stored.Name, spec?["minAvailable"]?.ToString() ?? NotGiven, spec?["maxUnavailable"]?.ToString() ?? NotGiven,
            (int?)json["status"]?["disruptionsAllowed"] ?? 0, PlainTable.AgeOf(json, now),
        ];
    }
}
