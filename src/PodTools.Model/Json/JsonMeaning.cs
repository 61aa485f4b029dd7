using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Json;

/// <summary>Compares trees by what they mean to the API, where a missing field, null and an empty list are the same.</summary>
internal static class JsonMeaning
{
    /// <summary>Whether two trees mean the same.</summary>
    public static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, _) => IsNothing(right),
        (_, null) => IsNothing(left),
        (JsonObject a, JsonObject b) => a.Select(field => field.Key).Union(b.Select(field => field.Key)).All(name => Same(a[name], b[name])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(left, right),
    };

    /// <summary>Whether a node says nothing: null, or empty text, list or map. An object such as <c>emptyDir: {}</c> says something.</summary>
    public static bool IsNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonValue value => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0,
        _ => false,
    };
}
