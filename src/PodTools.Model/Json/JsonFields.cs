using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Json;

/// <summary>
/// Reads fields of trees as the API server's own types would hold them: what is missing, null or of the wrong type is empty.
/// Wrong types are reported by the schema check, so that no rule has to mind them.
/// </summary>
internal static class JsonFields
{
    /// <summary>A field that is an object, else null.</summary>
    public static JsonObject? Object(this JsonObject? parent, string name) => parent?[name] as JsonObject;

    /// <summary>The object of a field, made when it is missing.</summary>
    public static JsonObject Ensure(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found)
        {
            return found;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    /// <summary>The objects of a list. An element that is no object counts as an empty one, as it does in Go.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject? parent, string name) =>
        parent?[name] is JsonArray list ? list.Select(element => element as JsonObject ?? []) : [];

    /// <summary>The objects of a list, each with its path.</summary>
    public static IEnumerable<(JsonObject Item, string Path)> Items(this JsonObject? parent, string name, string parentPath) =>
        parent.Objects(name).Select((item, i) => (item, FieldPath.Item(FieldPath.Field(parentPath, name), i)));

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(this JsonObject? parent, string name) =>
        parent?[name] is JsonArray list ? list.Select(AsText) : [];

    /// <summary>The entries of a map whose values are text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Map(this JsonObject? parent, string name) =>
        parent?[name] is JsonObject map ? map.Select(entry => KeyValuePair.Create(entry.Key, AsText(entry.Value))) : [];

    /// <summary>A field that is text, else the empty text.</summary>
    public static string Text(this JsonObject? parent, string name) => AsText(parent?[name]);

    /// <summary>A field that is a whole number, else null.</summary>
    public static long? Number(this JsonObject? parent, string name) => AsNumber(parent?[name]);

    /// <summary>A field that is a boolean, else false.</summary>
    public static bool Flag(this JsonObject? parent, string name) => parent?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>Whether a field is there and not null.</summary>
    public static bool Has(this JsonObject? parent, string name) => parent?[name] is not null;

    /// <summary>Sets a field that is missing or empty text.</summary>
    public static void Default(this JsonObject parent, string name, JsonNode value)
    {
        if (!parent.Has(name) || (parent[name] is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length == 0))
        {
            parent[name] = value;
        }
    }

    /// <summary>Sets a number that is missing or 0.</summary>
    public static void DefaultNumber(this JsonObject parent, string name, int value)
    {
        if (parent.Number(name) is null or 0)
        {
            parent[name] = value;
        }
    }

    /// <summary>The text of a node, or the empty text.</summary>
    public static string AsText(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>The whole number of a node, or null.</summary>
    public static long? AsNumber(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A quantity, which the API takes as text or as a number; null when it is neither.</summary>
    public static Quantity? AsQuantity(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
        && Quantity.TryParse(node.GetValueKind() == JsonValueKind.String ? AsText(node).Trim() : node.ToJsonString(), out var quantity) ? quantity : default(Quantity?);
}
