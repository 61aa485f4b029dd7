using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>
/// The volumes of one pod as folders on this machine. Whatever keeps data (emptyDir, claims, host paths) is an empty
/// folder of the pod's own: nothing of this machine is shown to a pod, and nothing outlives it.
/// </summary>
internal sealed class PodVolumes(string folder, PodObject pod, PodAddresses addresses, ReferencedData data)
{
    // Most pods of a rehearsal never look at a volume, and ten thousand folders take their time.
    private readonly object _filling = new();
    private bool _writes;

    /// <summary>The folder of a volume.</summary>
    public string PathOf(string volume) => Path.Combine(folder, volume);

    /// <summary>Why a volume cannot be set up, in the kubelet's words, or null when all can.</summary>
    public string? FindProblem() => FillAll();

    /// <summary>Makes the folders, the first time, and fills those that show config maps, secrets and fields.</summary>
    public void Materialise()
    {
        lock (_filling)
        {
            if (!_writes)
            {
                _writes = true;
                FillAll();
            }
        }
    }

    private string? FillAll()
    {
        foreach (var volume in pod.Volumes)
        {
            var name = (string)volume["name"]!;
            if (_writes)
            {
                Directory.CreateDirectory(PathOf(name));
            }

            var sources = volume["projected"]?["sources"] as JsonArray ?? new JsonArray(volume.DeepClone());
            foreach (var source in sources.OfType<JsonObject>())
            {
                if (Fill(PathOf(name), source) is { } problem)
                {
                    return $"MountVolume.SetUp failed for volume \"{name}\" : {problem}";
                }
            }
        }

        return null;
    }

    private string? Fill(string path, JsonObject source)
    {
        if (source["configMap"] is JsonObject map)
        {
            // Every namespace of a real cluster has this one.
            return (string?)map["name"] == "kube-root-ca.crt"
                ? Write(path, map, new Dictionary<string, byte[]> { ["ca.crt"] = [] })
                : WriteReferenced(path, map, "configmap", (string?)map["name"], data.ConfigMap);
        }

        if (source["secret"] is JsonObject secret)
        {
            return WriteReferenced(path, secret, "secret", (string?)(secret["secretName"] ?? secret["name"]), data.Secret);
        }

        if (source["serviceAccountToken"] is JsonObject token)
        {
            WriteFile(path, (string?)token["path"] ?? "token", "simulated-service-account-token"u8.ToArray());
        }

        foreach (var item in (source["downwardAPI"]?["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var text = item["fieldRef"] is JsonObject field
                ? FieldReference.Read(pod, addresses, (string?)field["fieldPath"] ?? "")
                : ReadResource(item["resourceFieldRef"] as JsonObject ?? []);
            WriteFile(path, (string)item["path"]!, Encoding.UTF8.GetBytes(text));
        }

        return null;
    }

    private string ReadResource(JsonObject reference)
    {
        var container = pod.AllContainers.FirstOrDefault(container => container.Name == (string?)reference["containerName"]);
        return container is null ? ""
            : FieldReference.ReadResource(container, (string?)reference["resource"] ?? "", (string?)reference["divisor"]);
    }

    private string? WriteReferenced(
        string path, JsonObject source, string kind, string? name,
        Func<string, string, IReadOnlyDictionary<string, byte[]>?> read)
    {
        var entries = read(pod.Namespace, name ?? "");
        return entries is not null ? Write(path, source, entries)
            : (bool?)source["optional"] == true ? null
            : $"{kind} \"{name}\" not found";
    }

    private string? Write(string path, JsonObject source, IReadOnlyDictionary<string, byte[]> entries)
    {
        var items = (source["items"] as JsonArray)?.OfType<JsonObject>()
            .Select(item => (Key: (string)item["key"]!, Path: (string)item["path"]!))
            .ToList() ?? [.. entries.Keys.Select(key => (Key: key, Path: key))];
        foreach (var (key, file) in items)
        {
            if (!entries.TryGetValue(key, out var bytes))
            {
                return $"references non-existent config key: {key}";
            }

            WriteFile(path, file, bytes);
        }

        return null;
    }

    private void WriteFile(string folder, string relative, byte[] content)
    {
        if (_writes)
        {
            var path = Path.GetFullPath(Path.Combine(folder, relative));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }
}
