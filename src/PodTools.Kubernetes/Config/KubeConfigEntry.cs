using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>A cluster, user or context of a kubeconfig: its fields, read with errors that name file and line.</summary>
internal sealed class KubeConfigEntry(KubeConfigFile file, string kind, string name, JsonObject body, string path)
{
    /// <summary>The kubeconfig that the entry stands in.</summary>
    internal KubeConfigFile File { get; } = file;

    /// <summary>The name of the entry.</summary>
    internal string Name { get; } = name;

    /// <summary>Where its fields stand in the file, such as <c>users[0].user</c>.</summary>
    internal string Path { get; } = path;

    /// <summary>What the entry is, for messages: <c>user "admin"</c>.</summary>
    internal string Title => $"{kind} \"{Name}\"";

    /// <summary>The text of all fields, which tells whether the entry has changed.</summary>
    internal string Fingerprint => File.Path + body.ToJsonString();

    /// <summary>A text; null when it is missing or empty.</summary>
    internal string? Text(string field) => body[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : text,
        _ => throw Fail(field, $"{field} of {Title} must be a text; quote it."),
    };

    /// <summary>True or false; false when it is missing.</summary>
    internal bool Flag(string field) => body[field] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Fail(field, $"{field} of {Title} must be true or false."),
    };

    /// <summary>A list of texts; empty when it is missing.</summary>
    internal IReadOnlyList<string> Texts(string field) => body[field] is null ? [] : TextsOf(body[field], field);

    /// <summary>A map of lists of texts; empty when it is missing.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string field) =>
        Map(field)?.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)TextsOf(pair.Value, $"{field}.{pair.Key}")) ?? [];

    /// <summary>A map; null when it is missing.</summary>
    internal JsonObject? Map(string field) => body[field] switch
    {
        null => null,
        JsonObject map => map,
        _ => throw Fail(field, $"{field} of {Title} must be a map."),
    };

    /// <summary>Any value; null when it is missing.</summary>
    internal JsonNode? Node(string field) => body[field];

    /// <summary>An entry inside this one, such as <c>exec</c> of a user; null when it is missing.</summary>
    internal KubeConfigEntry? Inner(string field) => Map(field) is { } map ? new(File, kind, Name, map, $"{Path}.{field}") : null;

    /// <summary>The entries of a list of maps; empty when it is missing.</summary>
    internal IEnumerable<KubeConfigEntry> InnerList(string field) => body[field] switch
    {
        null => [],
        JsonArray array => array.Select((item, i) => item is JsonObject map
            ? new KubeConfigEntry(File, kind, Name, map, $"{Path}.{field}[{i}]")
            : throw Fail($"{field}[{i}]", $"{field} of {Title} must be a list of maps.")),
        _ => throw Fail(field, $"{field} of {Title} must be a list."),
    };

    /// <summary>The path of a file, relative ones taken from the kubeconfig's own folder; null when it is missing.</summary>
    internal string? FilePath(string field) => Text(field) is { } text
        ? System.IO.Path.GetFullPath(text, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(File.Path))!)
        : null;

    /// <summary>Whether the entry has the content that <see cref="Content"/> reads.</summary>
    internal bool Has(string field) => (Text(field) ?? Text(field + "-data")) is not null;

    /// <summary>
    /// The content of <c>field-data</c> (base64) or of the file named by <c>field</c>; null when both are missing.
    /// </summary>
    internal string? Content(string field)
    {
        if (Text(field + "-data") is { } data)
        {
            return Text(field) is null
                ? Decode(field + "-data", data)
                : throw Fail(field, $"{Title} has both {field} and {field}-data. Remove one of the two.");
        }

        if (FilePath(field) is not { } file)
        {
            return null;
        }

        try
        {
            return System.IO.File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fail(field, $"{field} of {Title} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>An error about a field, with its place.</summary>
    internal KubeConfigException Fail(string field, string message, Exception? cause = null) => File.Fail($"{Path}.{field}", message, cause);

    private string Decode(string field, string data)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            // The decoder's own message may quote the data, which is a key.
            throw Fail(field, $"{field} of {Title} is not base64.");
        }
    }

    private List<string> TextsOf(JsonNode? node, string field) =>
        node is JsonArray array && array.All(item => item is JsonValue value && value.TryGetValue<string>(out _))
            ? [.. array.Select(item => item!.GetValue<string>())]
            : throw Fail(field, $"{field} of {Title} must be a list of texts.");
}
