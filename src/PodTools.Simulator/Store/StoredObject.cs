using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Store;

/// <summary>
/// One version of one object. It is kept as the bytes that answers and watches send, written once however many
/// clients read them; whoever wants to look inside or change it takes a tree of its own with <see cref="ToJson"/>.
/// </summary>
internal sealed class StoredObject
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _bytes;
    private readonly int _bodyStart;
    private readonly string[] _fields;

    /// <summary>Freezes <paramref name="json"/>, whose metadata is complete, as a version of an object; version 0 was never stored.</summary>
    public StoredObject(ResourceType type, JsonObject json, long version)
    {
        var metadata = json["metadata"]!.AsObject();
        Type = type;
        Version = version;
        Name = (string)metadata["name"]!;
        Namespace = (string?)metadata["namespace"] ?? "";
        Uid = (string?)metadata["uid"] ?? "";
        IsTerminating = metadata.ContainsKey("deletionTimestamp");
        Labels = ReadLabels(metadata["labels"] as JsonObject);
        OwnerUids = [.. (metadata["ownerReferences"] as JsonArray ?? []).Select(owner => (string?)owner?["uid"] ?? "")];
        Key = KeyOf(Namespace, Name);
        _fields = [.. type.FieldLabels.Select(label => ReadField(json, label))];
        if (version > 0)
        {
            metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        }

        (_bytes, _bodyStart) = Write(type, json);
    }

    private StoredObject(string key)
    {
        Type = ResourceTypes.Pods;
        Key = key;
        Name = Namespace = Uid = "";
        Labels = new Dictionary<string, string>();
        _bytes = [];
        _fields = [];
    }

    public ResourceType Type { get; }

    public string Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    /// <summary>The resource version at which this version was written.</summary>
    public long Version { get; }

    public bool IsTerminating { get; }

    public IDictionary<string, string> Labels { get; }

    /// <summary>The uids of the objects that it belongs to.</summary>
    public IReadOnlyList<string> OwnerUids { get; } = [];

    /// <summary>Where the object stands in the order of lists: namespace, then name.</summary>
    public string Key { get; }

    /// <summary>The JSON of the object by itself, with kind and apiVersion.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The JSON as it stands inside a list, without kind and apiVersion, after the opening brace.</summary>
    public ReadOnlyMemory<byte> BodyAfterBrace => _bytes.AsMemory(_bodyStart);

    /// <summary>A tree that belongs to the caller: changing it changes nothing here.</summary>
    public JsonObject ToJson() => JsonNode.Parse(_bytes)!.AsObject();

    /// <summary>The value of a field label, or null where objects of this type have no such label.</summary>
    public string? Field(string label)
    {
        switch (label)
        {
            case "metadata.name":
                return Name;
            case "metadata.namespace" when Type.Namespaced:
                return Namespace;
        }

        for (var i = 0; i < Type.FieldLabels.Count; i++)
        {
            if (Type.FieldLabels[i].Label == label)
            {
                return _fields[i];
            }
        }

        return null;
    }

    /// <summary>The key of an object in its table; ordinal order of keys is the order of lists.</summary>
    internal static string KeyOf(string @namespace, string name) => @namespace.Length == 0 ? name : $"{@namespace}/{name}";

    /// <summary>Stands for a key when a sorted set is searched for it.</summary>
    internal static StoredObject Probe(string key) => new(key);

    private static Dictionary<string, string> ReadLabels(JsonObject? labels)
    {
        var result = new Dictionary<string, string>(labels?.Count ?? 0, StringComparer.Ordinal);
        foreach (var (key, value) in labels ?? [])
        {
            result[key] = (string?)value ?? "";
        }

        return result;
    }

    private static string ReadField(JsonObject json, FieldLabel label)
    {
        JsonNode? node = json;
        foreach (var part in label.Path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node?.ToString() ?? label.Default;
    }

    // kind and apiVersion first, so that the rest can be cut out for lists without writing it again.
    private static (byte[] Bytes, int BodyStart) Write(ResourceType type, JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("kind", type.Kind);
        writer.WriteString("apiVersion", type.ApiVersion);
        writer.Flush();
        var bodyStart = buffer.WrittenCount + 1;
        writer.WritePropertyName("metadata");
        json["metadata"]!.WriteTo(writer);
        foreach (var (name, value) in json)
        {
            if (name is not ("kind" or "apiVersion" or "metadata"))
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return (buffer.WrittenSpan.ToArray(), bodyStart);
    }
}
