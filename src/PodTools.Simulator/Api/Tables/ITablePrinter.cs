using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>Prints objects of one type as rows, as the API server does for <c>kubectl get</c>.</summary>
internal interface ITablePrinter
{
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The cells of one object, one for each column.</summary>
    IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now);
}
