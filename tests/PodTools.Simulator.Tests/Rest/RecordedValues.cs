using System.Text.Json.Nodes;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>
/// Learns which value of the simulator stands for which recorded one (uids, resource versions, continue tokens, generated
/// names) by walking through answers side by side, and puts them into later requests.
/// </summary>
internal sealed class RecordedValues
{
    private static readonly string[] Volatile = ["uid", "resourceVersion", "continue"];
    private readonly Dictionary<string, string> _known = [];

    public void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left)
                {
                    if (Volatile.Contains(name) && value is JsonValue && right[name] is JsonValue mine)
                    {
                        _known[value.ToString()] = mine.ToString();
                    }
                    else
                    {
                        Learn(value, right[name]);
                    }
                }

                break;
            case (JsonArray left, JsonArray right):
                for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
                {
                    Learn(left[i], right[i]);
                }

                break;
        }
    }

    /// <summary>A request body with this simulator's values; a service account's volume as the simulator named it.</summary>
    public JsonNode? Translate(JsonNode? body) => body switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(
            member.Key, Volatile.Contains(member.Key) && member.Value is JsonValue value ? JsonValue.Create(Translate(value.ToString())) : Translate(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Translate)]),
        _ => body?.DeepClone(),
    };

    public string Translate(string value) => _known.GetValueOrDefault(value, value);

    /// <summary>A path with this simulator's continue token and version.</summary>
    public string TranslatePath(string path)
    {
        foreach (var name in (string[])["continue=", "resourceVersion="])
        {
            var start = path.IndexOf(name, StringComparison.Ordinal) + name.Length;
            var end = start < name.Length ? -1 : path.IndexOf('&', start) is var at && at < 0 ? path.Length : at;
            if (end > start)
            {
                path = path[..start] + Translate(path[start..end]) + path[end..];
            }
        }

        return path;
    }
}
