using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Kubernetes;

/// <summary>One kubeconfig file, with the place of everything in it. It never changes: what is read again is another one.</summary>
internal sealed class KubeConfigFile
{
    private static readonly ConcurrentDictionary<string, KubeConfigFile> LastRead = new(StringComparer.Ordinal);

    private readonly string _text;
    private readonly SourceMap? _source;
    private readonly JsonObject _root;

    private KubeConfigFile(string path, string text, YamlDocument? document)
    {
        Path = path;
        _text = text;
        _source = document?.Source;
        _root = document?.Root switch
        {
            null => [],
            JsonObject root => root,
            _ => throw Fail("", "A kubeconfig is a map with clusters, users and contexts."),
        };
    }

    internal string Path { get; }

    internal string? CurrentContext => _root["current-context"] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var name) => name.Length == 0 ? null : name,
        _ => throw Fail("current-context", "current-context must be the name of a context."),
    };

    /// <summary>Reads a file. Each command does, so a text that is the same as last time is not taken apart again.</summary>
    internal static KubeConfigFile Read(string path)
    {
        try
        {
            // A byte that stands for no text must not turn into another name without a word, so YAML gets to see it.
            var text = File.ReadAllText(path);
            return LastRead.TryGetValue(path, out var last) && last._text == text
                ? last
                : LastRead[path] = new(path, text, YamlReader.Read(text) is [var first, ..] ? first : null);
        }
        catch (YamlSyntaxException e)
        {
            throw new KubeConfigException(KubernetesReason.KubeConfigInvalid, e.Message, path, e.Line, e.Column, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException(KubernetesReason.KubeConfigInvalid, $"The kubeconfig {path} cannot be read: {e.Message}", path, innerException: e);
        }
    }

    /// <summary>The named entries of <c>clusters</c>, <c>users</c> or <c>contexts</c>.</summary>
    internal IEnumerable<KubeConfigEntry> Entries(string section, string kind)
    {
        var entries = _root[section] switch
        {
            null => [],
            JsonArray array => array,
            _ => throw Fail(section, $"{section} must be a list of entries with name and {kind}."),
        };
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            var path = $"{section}[{i}]";
            var entry = entries[i] as JsonObject ?? throw Fail(path, $"An entry of {section} must have name and {kind}.");
            var name = entry["name"] is JsonValue value && value.TryGetValue<string>(out var text)
                ? text
                : throw Fail(path, $"An entry of {section} lacks its name, or the name is not a text; quote it.");
            if (!names.Add(name))
            {
                throw Fail(path, $"{section} has several entries of the name \"{name}\". Remove all but one.");
            }

            var body = entry[kind] switch
            {
                null => [],
                JsonObject map => map,
                _ => throw Fail($"{path}.{kind}", $"{kind} must be a map."),
            };
            yield return new(this, kind, name, body, $"{path}.{kind}");
        }
    }

    internal KubeConfigException Fail(string field, string message, Exception? cause = null)
    {
        var place = _source?.Find(field) ?? SourcePosition.Start;
        return new(KubernetesReason.KubeConfigInvalid, message, Path, place.Line, place.Column, cause);
    }
}
