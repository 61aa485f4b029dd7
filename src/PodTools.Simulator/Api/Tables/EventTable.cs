using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table of events.</summary>
internal sealed class EventTable : ITablePrinter
{
    public IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("Last Seen", "When the event was last seen."),
        new("Type", "Normal or Warning."),
        new("Reason", "Why it happened, in one word."),
        new("Object", "What it is about."),
        new("Subobject", "Which part of it.", Wide: true),
        new("Source", "Who reports it.", Wide: true),
        new("Message", "What happened."),
        new("First Seen", "When the event was first seen.", Wide: true),
        new("Count", "How often it was seen.", Wide: true),
        new("Name", "The name of the event.", Wide: true, Format: "name"),
    ];

    public IEnumerable<JsonNode?> Cells(StoredObject stored, DateTimeOffset now)
    {
        var json = stored.ToJson();
        var about = json["involvedObject"];
        var first = PlainTable.TimeOf(json["firstTimestamp"]) ?? PlainTable.TimeOf(json["eventTime"]);
        var last = PlainTable.TimeOf(json["series"]?["lastObservedTime"]) ?? PlainTable.TimeOf(json["lastTimestamp"]) ?? first;
        return
        [
            HumanDuration.Since(last, now), (string?)json["type"], (string?)json["reason"],
            $"{((string?)about?["kind"])?.ToLowerInvariant()}/{(string?)about?["name"]}", (string?)about?["fieldPath"] ?? "",
            Source(json), ((string?)json["message"])?.Trim(), HumanDuration.Since(first, now), Count(json), stored.Name,
        ];
    }

    private static string Source(JsonObject json)
    {
        var component = (string?)json["source"]?["component"] is { Length: > 0 } named ? named : (string?)json["reportingComponent"] ?? "";
        var host = (string?)json["source"]?["host"] is { Length: > 0 } known ? known : (string?)json["reportingInstance"] ?? "";
        return host.Length == 0 ? component : $"{component}, {host}";
    }

    private static long Count(JsonObject json) => (long?)json["series"]?["count"] ?? Math.Max(1, (long?)json["count"] ?? 1);
}
