using System.Text;
using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>Reads the config maps and secrets that pods refer to.</summary>
internal sealed class ReferencedData(ObjectStore store)
{
    /// <summary>The entries of a config map, or null when there is none of that name.</summary>
    public IReadOnlyDictionary<string, byte[]>? ConfigMap(string @namespace, string name)
    {
        var json = store.Find(ResourceTypes.ConfigMaps, @namespace, name)?.ToJson();
        return json is null ? null : Entries(json["data"], Encoding.UTF8.GetBytes)
            .Concat(Entries(json["binaryData"], Convert.FromBase64String))
            .ToDictionary();
    }

    /// <summary>The entries of a secret, decoded, or null when there is none of that name.</summary>
    public IReadOnlyDictionary<string, byte[]>? Secret(string @namespace, string name)
    {
        var json = store.Find(ResourceTypes.Secrets, @namespace, name)?.ToJson();
        return json is null ? null : Entries(json["data"], Convert.FromBase64String).ToDictionary();
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> Entries(JsonNode? data, Func<string, byte[]> read) =>
        (data as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, read((string?)pair.Value ?? "")));
}
