using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table of a type of which only the number of its parts is shown, as of config maps.</summary>
/// <param name="column">The column of the number.</param>
/// <param name="parts">The members of the object whose entries count together.</param>
internal sealed class CountTable(TableColumn column, params string[] parts) : ITablePrinter
{
    public IReadOnlyList<TableColumn> Columns { get; } = [TableColumn.ObjectName, column, TableColumn.Age];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now)
    {
        var json = stored.ToJson();
        return [stored.Name, parts.Sum(part => CountOf(json[part])), PlainTable.AgeOf(json, now)];
    }

    private static int CountOf(JsonNode? part) => part switch
    {
        JsonObject map => map.Count,
        JsonArray list => list.Count,
        _ => 0,
    };
}
