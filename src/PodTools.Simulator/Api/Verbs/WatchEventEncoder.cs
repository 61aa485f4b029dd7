using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Tables;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>Writes the events of one watch in the view that its client asked for.</summary>
internal sealed class WatchEventEncoder(ApiRequest request)
{
    private static readonly byte[] End = "}\n"u8.ToArray();

    private readonly TableView? _table = request.Format.View == ResponseView.Table ? TableView.Of(request) : null;
    private bool _columnsSent;

    public string ContentType => request.Format.ContentType;

    /// <summary>One change.</summary>
    public ReadOnlyMemory<byte> Event(string type, StoredObject stored)
    {
        if (request.Format.View == ResponseView.Object)
        {
            var head = Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":");
            var line = new byte[head.Length + stored.Bytes.Length + End.Length];
            head.CopyTo(line, 0);
            stored.Bytes.CopyTo(line.AsMemory(head.Length));
            End.CopyTo(line, line.Length - End.Length);
            return line;
        }

        return Encode(type, request.Format.View switch
        {
            ResponseView.Table => Table(ObjectViews.VersionOf(stored), _table!.Row(stored)),
            _ => ObjectViews.MetadataOf(stored, request.Format.ViewVersion),
        });
    }

    /// <summary>How far the watch has come, where nothing that it shows has changed.</summary>
    public ReadOnlyMemory<byte> Bookmark(long version, bool endsInitialEvents = false)
    {
        var text = version.ToString(CultureInfo.InvariantCulture);
        var metadata = new JsonObject { ["resourceVersion"] = text, ["creationTimestamp"] = null };
        if (endsInitialEvents)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var whole = request.Format.View == ResponseView.Object;
        var bookmark = new JsonObject
        {
            ["kind"] = whole ? request.Type.Kind : "PartialObjectMetadata",
            ["apiVersion"] = whole ? request.Type.ApiVersion : $"meta.k8s.io/{request.Format.ViewVersion}",
            ["metadata"] = metadata,
        };
        return Encode("BOOKMARK", _table is null ? bookmark : Table(text, _table.BookmarkRow(request.Type, bookmark)));
    }

    /// <summary>The last event of a watch that cannot go on.</summary>
    public static ReadOnlyMemory<byte> Error(JsonObject status) => Encode("ERROR", status);

    // The columns come with the first table only.
    private JsonObject Table(string version, JsonObject row)
    {
        var table = _table!.Head(new JsonObject { ["resourceVersion"] = version }, columns: !_columnsSent);
        _columnsSent = true;
        table["rows"] = new JsonArray(row);
        return table;
    }

    private static byte[] Encode(string type, JsonObject body) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = type, ["object"] = body }), (byte)'\n'];
}
