using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table of namespaces.</summary>
internal sealed class NamespaceTable : ITablePrinter
{
    public IReadOnlyList<TableColumn> Columns { get; } =
        [TableColumn.ObjectName, new("Status", "Whether the namespace is in use or being deleted."), TableColumn.Age];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now)
    {
        var json = stored.ToJson();
        return [stored.Name, (string?)json["status"]?["phase"], PlainTable.AgeOf(json, now)];
    }
}
