using System.Text.Json.Nodes;

namespace PodTools.Tests.Json;

/// <summary>Reading and writing loses nothing of what a real server answered.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("rest")]
    [InlineData("watch")]
    [InlineData("lifecycle")]
    [InlineData("describe")]
    [InlineData("")]
    public void Every_recorded_object_is_written_as_it_was_read(string folder)
    {
        var counts = new Dictionary<string, int>();
        foreach (var name in Recordings.Names(folder))
        {
            foreach (var recorded in Objects(Recordings.Read(Path.Combine(folder, name))))
            {
                if (WriteBack(recorded) is not { } written)
                {
                    continue;
                }

                Assert.True(JsonNode.DeepEquals(recorded, written), $"{folder}/{name}:\n{recorded.ToJsonString()}\n{written.ToJsonString()}");
                var kind = (string)recorded["kind"]!;
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
            }
        }

        Assert.True(counts.GetValueOrDefault("Pod") > 10, $"{folder}: {string.Join(", ", counts)}");
    }

    private static JsonObject? WriteBack(JsonObject recorded) => (string?)recorded["kind"] switch
    {
        "Pod" => Pass<Pod>(recorded),
        "PodList" => Pass<PodList>(recorded),
        "Event" => Pass<CoreEvent>(recorded),
        "EventList" => Pass<CoreEventList>(recorded),
        "Namespace" => Pass<Namespace>(recorded),
        "Node" => Pass<Node>(recorded),
        "Status" => Pass<Status>(recorded),
        _ => null,
    };

    private static JsonObject Pass<T>(JsonObject recorded)
        where T : ApiObject => KubernetesJson.ToNode(KubernetesJson.Deserialize<T>(recorded));

    /// <summary>Everything that a server answered; what people sent may be wrong on purpose.</summary>
    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => (map["kind"] is JsonValue && map.ContainsKey("metadata") ? [map] : Array.Empty<JsonObject>())
            .Concat(map.Where(member => member.Key is not ("request" or "manifest" or "actions" or "managedFields")).SelectMany(member => Objects(member.Value))),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
