using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>The table that a client asked for: its columns, and its rows with as much of each object as it wants.</summary>
internal sealed class TableView(ITablePrinter printer, string include, string version, DateTimeOffset now)
{
    /// <summary>The table for a request.</summary>
    /// <exception cref="ApiException">400, when <c>includeObject</c> is not one of its values.</exception>
    public static TableView Of(ApiRequest request)
    {
        var include = request.Query["includeObject"] is { Length: > 0 } asked ? asked : "Metadata";
        return include is "Metadata" or "Object" or "None"
            ? new TableView(TablePrinters.For(request.Type), include, request.Format.ViewVersion, request.Now)
            : throw ApiException.BadRequest(
                $"Unable to convert to Table as requested: includeObject: Invalid value: \"{include}\": must be 'Metadata', 'Object', 'None', or empty");
    }

    /// <summary>The table without its rows.</summary>
    public JsonObject Head(JsonObject metadata, bool columns = true) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = $"meta.k8s.io/{version}",
        ["metadata"] = metadata,
        ["columnDefinitions"] = columns ? new JsonArray([.. printer.Columns.Select(column => column.ToJson())]) : null,
    };

    /// <summary>One object as a row.</summary>
    public JsonObject Row(StoredObject stored)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. printer.Cells(stored, now)]) };
        row["object"] = include switch
        {
            "None" => null,
            "Object" => stored.ToJson(),
            _ => ObjectViews.MetadataOf(stored, version),
        };
        return row;
    }

    /// <summary>The row of a bookmark: that of an object without content, and the version in the object.</summary>
    public JsonObject BookmarkRow(ResourceType type, JsonObject bookmark)
    {
        var nothing = new StoredObject(type, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "" } }, 0);
        return new JsonObject { ["cells"] = new JsonArray([.. printer.Cells(nothing, now)]), ["object"] = bookmark };
    }
}
