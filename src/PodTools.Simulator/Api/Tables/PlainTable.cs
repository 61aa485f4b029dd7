using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>Name and age: the table of types that nobody prints in another way.</summary>
internal sealed class PlainTable : ITablePrinter
{
    public IReadOnlyList<TableColumn> Columns { get; } = [TableColumn.ObjectName, TableColumn.Age];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now) =>
        [stored.Name, AgeOf(stored.ToJson(), now)];

    /// <summary>The age of an object as kubectl prints it.</summary>
    public static string AgeOf(JsonObject json, DateTimeOffset now) =>
        HumanDuration.Since(TimeOf(json["metadata"]?["creationTimestamp"]), now);

    /// <summary>A time that may not be there.</summary>
    public static DateTimeOffset? TimeOf(JsonNode? text) =>
        DateTimeOffset.TryParse((string?)text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
