using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Tables;
using PodTools.Simulator.Http;
using PodTools.Simulator.Store;
using PodTools.Yaml;

namespace PodTools.Simulator.Api.Output;

/// <summary>Writes objects and lists in the form that the client asked for.</summary>
internal static class ResponseWriter
{
    private const int FlushSize = 64 * 1024;

    /// <summary>Answers with a tree as it stands.</summary>
    public static Task WriteAsync(HttpExchange exchange, ResponseFormat format, int status, JsonObject body) => format.IsYaml
        ? exchange.RespondAsync(status, format.ContentType, YamlWriter.Write(body))
        : exchange.RespondAsync(status, format.ContentType, JsonSerializer.SerializeToUtf8Bytes(body));

    /// <summary>Answers with one object.</summary>
    public static Task WriteAsync(ApiRequest request, int status, StoredObject stored)
    {
        var format = request.Format;
        return format.View switch
        {
            ResponseView.Table => WriteAsync(request.Exchange, format, status, TableOf(request, stored)),
            ResponseView.Metadata => WriteAsync(request.Exchange, format, status, ObjectViews.MetadataOf(stored, format.ViewVersion)),
            _ when format.IsYaml => request.Exchange.RespondAsync(status, format.ContentType, YamlWriter.Write(stored.ToJson())),
            _ => request.Exchange.RespondAsync(status, format.ContentType, stored.Bytes),
        };
    }

    /// <summary>Answers with a list; its items are written as they are visited, never all in memory at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="metadata">The list's own metadata.</param>
    /// <param name="items">The objects in their order.</param>
    public static async Task WriteListAsync(ApiRequest request, JsonObject metadata, IReadOnlyList<StoredObject> items)
    {
        if (request.Format.IsYaml)
        {
            var text = new StringBuilder();
            foreach (var part in ListParts(request, metadata, items))
            {
                text.Append(Encoding.UTF8.GetString(part.Span));
            }

            await WriteAsync(request.Exchange, request.Format, 200, JsonNode.Parse(text.ToString())!.AsObject()).ConfigureAwait(false);
            return;
        }

        var body = await request.Exchange.StartResponseAsync(200, request.Format.ContentType).ConfigureAwait(false);
        var buffer = new MemoryStream(FlushSize + 8192);
        foreach (var part in ListParts(request, metadata, items))
        {
            buffer.Write(part.Span);
            if (buffer.Length >= FlushSize)
            {
                await body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), request.Aborted).ConfigureAwait(false);
                buffer.SetLength(0);
            }
        }

        await body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), request.Aborted).ConfigureAwait(false);
        await body.DisposeAsync().ConfigureAwait(false);
    }

    private static JsonObject TableOf(ApiRequest request, StoredObject stored)
    {
        var view = TableView.Of(request);
        var table = view.Head(stored.Version == 0 ? [] : new JsonObject { ["resourceVersion"] = ObjectViews.VersionOf(stored) });
        table["rows"] = new JsonArray(view.Row(stored));
        return table;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> ListParts(
        ApiRequest request, JsonObject metadata, IReadOnlyList<StoredObject> items)
    {
        var version = request.Format.ViewVersion;
        return request.Format.View switch
        {
            ResponseView.Table => TableParts(TableView.Of(request), metadata, items),
            ResponseView.Metadata => Wrap(
                new JsonObject { ["kind"] = "PartialObjectMetadataList", ["apiVersion"] = $"meta.k8s.io/{version}", ["metadata"] = metadata },
                "items",
                items.Select(item => Serialized(ObjectViews.MetadataOf(item, version)))),
            _ => Wrap(
                new JsonObject { ["kind"] = request.Type.ListKind, ["apiVersion"] = request.Type.ApiVersion, ["metadata"] = metadata },
                "items",
                items.SelectMany(ItemParts),
                separated: false),
        };
    }

    private static IEnumerable<ReadOnlyMemory<byte>> TableParts(
        TableView view, JsonObject metadata, IReadOnlyList<StoredObject> items) =>
        Wrap(view.Head(metadata), "rows", items.Select(item => Serialized(view.Row(item))));

    // Objects inside a list carry neither kind nor apiVersion, so their bytes go out from behind those.
    private static IEnumerable<ReadOnlyMemory<byte>> ItemParts(StoredObject item, int index)
    {
        yield return index == 0 ? "{"u8.ToArray() : ",{"u8.ToArray();
        yield return item.BodyAfterBrace;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Wrap(
        JsonObject head, string member, IEnumerable<ReadOnlyMemory<byte>> parts, bool separated = true)
    {
        var opened = Serialized(head);
        yield return opened[..^1];
        yield return Encoding.UTF8.GetBytes($",\"{member}\":[");
        var first = true;
        foreach (var part in parts)
        {
            if (separated && !first)
            {
                yield return ","u8.ToArray();
            }

            first = false;
            yield return part;
        }

        yield return "]}\n"u8.ToArray();
    }

    private static ReadOnlyMemory<byte> Serialized(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);
}
