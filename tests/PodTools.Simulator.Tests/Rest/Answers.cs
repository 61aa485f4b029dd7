using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>Brings answers of two servers into a form in which only what matters differs.</summary>
internal static partial class Answers
{
    /// <summary>The first difference between two bodies, or null.</summary>
    public static string? Difference(JsonNode? recorded, JsonNode? actual, string path = "")
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(member => member.Key).Union(right.Select(member => member.Key)).Order(StringComparer.Ordinal)
                    .Select(name => !left.ContainsKey(name) ? $"{path}.{name}: not recorded, but {right[name]?.ToJsonString()}"
                        : !right.ContainsKey(name) ? $"{path}.{name}: missing, recorded {left[name]?.ToJsonString()}"
                        : Difference(left[name], right[name], $"{path}.{name}"))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray left, JsonArray right):
                return left.Count != right.Count ? $"{path}: {right.Count} elements, recorded {left.Count}: {right.ToJsonString()} / {left.ToJsonString()}"
                    : Enumerable.Range(0, left.Count).Select(i => Difference(left[i], right[i], $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);
            default:
                return JsonNode.DeepEquals(recorded, actual) ? null : $"{path}: {actual?.ToJsonString()}, recorded {recorded?.ToJsonString()}";
        }
    }

    /// <summary>Replaces what no two runs share.</summary>
    public static JsonNode? Normalize(JsonNode? body)
    {
        var result = body?.DeepClone();
        if (result is JsonObject { } table && (string?)table["kind"] == "Table")
        {
            NormalizeTable(table);
        }

        return NormalizeValue(result, "");
    }

    private static JsonNode? NormalizeValue(JsonNode? node, string name) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(Text(member.Key), NormalizeValue(member.Value, member.Key)))),
        JsonArray list => new JsonArray([.. Ordered(list, name).Where(element => !IsForeign(element)).Select(element => NormalizeValue(element, ""))]),
        JsonValue value when name is "uid" or "resourceVersion" or "continue" => JsonValue.Create($"<{name}>"),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => JsonValue.Create(Text(value.ToString())),
        _ => node?.DeepClone(),
    };

    // Maps have no order in the server, so neither have the causes that come from them, nor the managers of one moment.
    private static IEnumerable<JsonNode?> Ordered(JsonArray list, string name) => name is "causes" or "managedFields" or "nonResourceRules"
        ? list.OrderBy(element => Text(element?.ToJsonString() ?? ""), StringComparer.Ordinal)
        : list;

    // The recorded server was built with one more source for the token volume.
    private static bool IsForeign(JsonNode? element) => (string?)(element as JsonObject)?["configMap"]?["name"] == "openshift-service-ca.crt";

    private static void NormalizeTable(JsonObject table)
    {
        foreach (var column in (table["columnDefinitions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            column.Remove("description");
        }
    }

    private static string Text(string text)
    {
        text = Uid().Replace(text, "<uid>");
        text = Time().Replace(text, "<time>");
        text = TokenVolume().Replace(text, "kube-api-access-<random>");
        text = Generated().Replace(text, "$1<random>");
        text = Age().Replace(text, "<age>");
        return Version().Replace(text, "$1<version>");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex("kube-api-access-[a-z0-9]{5}")]
    private static partial Regex TokenVolume();

    [GeneratedRegex(@"^(gen-|evsrc\.|g{50,})[a-z0-9]{5,16}$")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^(\d+[smhd])+$")]
    private static partial Regex Age();

    [GeneratedRegex(@"(too old resource version: |current: |ResourceVersion in record \()\d+( \(\d+\))?")]
    private static partial Regex Version();
}
