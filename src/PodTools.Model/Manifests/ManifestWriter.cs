using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>Writes manifests.</summary>
public static class ManifestWriter
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes YAML as <c>kubectl -o yaml</c> prints it.</summary>
    /// <param name="node">The object.</param>
    /// <returns>One document, which ends with a line break.</returns>
    public static string ToYaml(JsonNode? node) => YamlWriter.Write(node);

    /// <summary>Writes indented JSON, its fields in the order they have.</summary>
    /// <param name="node">The object.</param>
    /// <returns>One object, which ends with a line break.</returns>
    public static string ToJson(JsonNode? node) => (node is null ? "null" : node.ToJsonString(Readable)) + "\n";

    /// <summary>
    /// Leaves out what the server filled in: status, uid, resourceVersion, times, managed fields, owners, the node that the
    /// scheduler chose, the mounted token, injected tolerations, the default service account, and every field that has its
    /// default value.
    /// </summary>
    /// <param name="pod">A live pod; it is not changed. Of other kinds only metadata and status are cleaned.</param>
    /// <returns>A manifest that creates an equal pod.</returns>
    public static JsonObject Clean(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return ManifestCleaner.Clean(pod);
    }
}
