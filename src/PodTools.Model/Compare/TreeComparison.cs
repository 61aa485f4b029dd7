using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Schema;
using PodTools.Yaml;

namespace PodTools.Compare;

/// <summary>Walks over two trees with their schema and collects what differs.</summary>
internal sealed class TreeComparison
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<PodChange> _changes = [];

    /// <summary>What differs so far.</summary>
    public IReadOnlyList<PodChange> Changes => _changes;

    /// <summary>Compares two objects of a type.</summary>
    public void CompareObjects(Half before, Half after, SchemaType? type, string path)
    {
        foreach (var name in before.Meant.Select(field => field.Key).Union(after.Meant.Select(field => field.Key)).ToList())
        {
            var old = before.Value(name, after.Meant[name]);
            var now = after.Value(name, before.Meant[name]);
            var field = type?.Field(name);
            var fieldPath = FieldPath.Field(path, name);
            if (field is { IsMap: true } && old is JsonObject or null && now is JsonObject or null)
            {
                CompareMaps(old as JsonObject ?? [], now as JsonObject ?? [], fieldPath);
            }
            else if (old is JsonObject && now is JsonObject)
            {
                CompareObjects(before.Inner(name), after.Inner(name), field?.TypeRef, fieldPath);
            }
            else if (!JsonMeaning.Same(old, now))
            {
                CompareField((old, now), (before, after), field, fieldPath);
            }
        }
    }

    private void CompareField((JsonNode? Old, JsonNode? New) values, (Half Before, Half After) parents, SchemaField? field, string path)
    {
        switch (values)
        {
            case (JsonArray or null, JsonArray or null) when field is { ListMapKeys.Count: > 0 }:
                CompareKeyed(Elements(parents.Before, field), Elements(parents.After, field), field, path);
                break;
            case (JsonArray or null, JsonArray or null) when field is { ListType: "set" } or { IsList: true, Kind: SchemaKind.Object }:
                CompareUnordered(values.Old as JsonArray ?? [], values.New as JsonArray ?? [], path);
                break;
            default:
                Add(path, values.Old, values.New);
                break;
        }
    }

    /// <summary>In a map an empty value is a value: a label may be empty.</summary>
    private void CompareMaps(JsonObject old, JsonObject now, string path)
    {
        foreach (var key in old.Select(entry => entry.Key).Union(now.Select(entry => entry.Key)).Where(key => !JsonNode.DeepEquals(old[key], now[key]) || old.ContainsKey(key) != now.ContainsKey(key)))
        {
            Add(FieldPath.Key(path, key), old[key], now[key]);
        }
    }

    private void CompareKeyed(Dictionary<string, Half> old, Dictionary<string, Half> now, SchemaField field, string path)
    {
        foreach (var key in old.Keys.Union(now.Keys))
        {
            var place = FieldPath.Key(path, key);
            switch (old.TryGetValue(key, out var before), now.TryGetValue(key, out var after))
            {
                case (true, true):
                    CompareObjects(before, after, field.TypeRef, place);
                    break;
                case (true, false):
                    Add(place, before.Meant, null);
                    break;
                default:
                    Add(place, null, after.Meant);
                    break;
            }
        }

        // Init containers run one after the other, so there the order is a property too.
        var order = (Old: string.Join(", ", old.Keys), New: string.Join(", ", now.Keys));
        if (field.Name == "initContainers" && order.Old != order.New && old.Count == now.Count && old.Keys.All(now.ContainsKey))
        {
            _changes.Add(new PodChange(path, PodChangeKind.Changed, order.Old, order.New));
        }
    }

    private void CompareUnordered(JsonArray old, JsonArray now, string path)
    {
        var added = now.ToList();
        var removed = old.Where(item => added.FindIndex(other => JsonMeaning.Same(item, other)) is var at && !RemoveAt(added, at)).ToList();
        foreach (var item in removed)
        {
            Add($"{path}[]", item, null);
        }

        foreach (var item in added)
        {
            Add($"{path}[]", null, item);
        }

        if (removed.Count == 0 && added.Count == 0)
        {
            Add(path, old, now);
        }

        static bool RemoveAt(List<JsonNode?> items, int at)
        {
            if (at >= 0)
            {
                items.RemoveAt(at);
            }

            return at >= 0;
        }
    }

    /// <summary>The elements of a list by their keys, which the schema names.</summary>
    private static Dictionary<string, Half> Elements(Half parent, SchemaField field)
    {
        var full = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var element in parent.Full.Objects(field.Name))
        {
            full[KeyOf(element, field)] = element;
        }

        var elements = new Dictionary<string, Half>(StringComparer.Ordinal);
        foreach (var element in parent.Meant.Objects(field.Name))
        {
            var key = KeyOf(element, field);
            elements[key] = new Half(element, full.GetValueOrDefault(key) ?? element);
        }

        return elements;
    }

    private static string KeyOf(JsonObject element, SchemaField field) =>
        string.Join(',', field.ListMapKeys.Select(key => $"{key}={Plainly(element[key])}"));

    private void Add(string path, JsonNode? old, JsonNode? now)
    {
        var kind = old is null ? PodChangeKind.Added : now is null ? PodChangeKind.Removed : PodChangeKind.Changed;
        _changes.Add(new PodChange(path, kind, Plainly(old), Plainly(now)));
    }

    private static object? Plainly(JsonNode? node) => node?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => JsonFields.AsText(node),
        JsonValueKind.True or JsonValueKind.False => node.GetValueKind() == JsonValueKind.True,
        JsonValueKind.Number when JsonFields.AsNumber(node) is { } number => number,
        _ => node.ToJsonString(Plain),
    };
}
