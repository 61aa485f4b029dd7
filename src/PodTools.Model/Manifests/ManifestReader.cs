using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>
/// Reads manifests: YAML or JSON, one or several documents in a text. The objects of a <c>List</c> or <c>PodList</c> come
/// out one by one.
/// </summary>
public static class ManifestReader
{
    /// <summary>Reads every object of a text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="path">Where the text came from, for errors; null when it did not come from a file.</param>
    /// <returns>The objects in the order of the text; none when there is nothing but blank and comments.</returns>
    /// <exception cref="ManifestException">The text is not YAML or JSON, or a document in it is not an object.</exception>
    public static IReadOnlyList<ManifestDocument> Read(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (format, parsed) = Parse(text, path);
        var documents = new List<ManifestDocument>();
        foreach (var document in parsed)
        {
            var root = document.Root as JsonObject ?? throw NotAnObject(document, path);
            documents.AddRange(Unfold(root, document, path)
                .Select((item, i) => new ManifestDocument(item.Root, item.Source, item.Duplicates)
                {
                    Path = path,
                    Index = documents.Count + i,
                    Format = format,
                }).ToList());
        }

        return WithRepetitions(documents);
    }

    /// <summary>An object that a text names twice is meant once: the second would fail, or overwrite the first.</summary>
    private static List<ManifestDocument> WithRepetitions(List<ManifestDocument> documents)
    {
        var first = new Dictionary<(string, string, string), SourcePosition>();
        foreach (var document in documents.Where(document => document.Name.Length > 0))
        {
            var key = (document.Kind, document.Namespace, document.Name);
            document.RepeatsAt = first.TryGetValue(key, out var position) ? position : null;
            first.TryAdd(key, document.Locate(""));
        }

        return documents;
    }

    private static (ManifestFormat Format, IReadOnlyList<YamlDocument> Documents) Parse(string text, string? path)
    {
        var format = LooksLikeJson(text) ? ManifestFormat.Json : ManifestFormat.Yaml;
        try
        {
            return (format, format == ManifestFormat.Json ? JsonTreeReader.Read(text) : YamlReader.Read(text));
        }
        catch (YamlSyntaxException error)
        {
            if (format == ManifestFormat.Json && IsOnlyLoose(text, error) && TryReadYaml(text) is { } documents)
            {
                return (ManifestFormat.Yaml, documents);
            }

            throw new ManifestException(
                new PodManifestIssue { Path = path, Line = error.Line, Column = error.Column, Rule = $"{format}Syntax", Message = error.Message },
                error);
        }
    }

    /// <summary>Whether the reader of JSON stumbled on a comment or on a comma too many, which YAML in flow style may have.</summary>
    private static bool IsOnlyLoose(string text, YamlSyntaxException error)
    {
        var line = text.Split('\n').ElementAtOrDefault(error.Line - 1) ?? "";
        var before = text.Split('\n').Take(error.Line - 1).Append(line[..Math.Min(error.Column - 1, line.Length)]);
        return line.AsSpan(Math.Min(error.Column - 1, line.Length)) switch
        {
            ['#', ..] => true,
            ['}' or ']', ..] => string.Join('\n', before).AsSpan().TrimEnd(" \t\r\n") is [.., ','],
            _ => false,
        };
    }

    /// <summary>Reads what looks like JSON as YAML in flow style, as kubectl does.</summary>
    private static IReadOnlyList<YamlDocument>? TryReadYaml(string text)
    {
        try
        {
            return YamlReader.Read(text);
        }
        catch (YamlSyntaxException)
        {
            // The error of the JSON reader says more about a text that looks like JSON.
            return null;
        }
    }

    /// <summary>A brace and a key in quotes is JSON; a brace and a plain key is YAML in flow style.</summary>
    private static bool LooksLikeJson(string text) =>
        text.AsSpan().TrimStart("\uFEFF \t\r\n") is ['{', .. var rest] && rest.TrimStart(" \t\r\n") is [] or ['"' or '}', ..];

    private static IEnumerable<(JsonObject Root, SourceMap Source, IReadOnlyList<YamlDuplicateKey> Duplicates)> Unfold(
        JsonObject root, YamlDocument document, string? path)
    {
        if (!IsList(root) || root["items"] is not JsonArray items)
        {
            yield return (root, document.Source, document.DuplicateKeys);
            yield break;
        }

        var source = document.Source.Root.Member("items")!;
        for (var i = 0; i < items.Count; i++)
        {
            var place = source.Element(i)!;
            var item = items[i] as JsonObject ?? throw new ManifestException(new PodManifestIssue
            {
                Path = path,
                Line = place.Position.Line,
                Column = place.Position.Column,
                Field = FieldPath.Item("items", i),
                Rule = "NotAnObject",
                Message = "Each item of a list must be an object",
                Advice = "Write an object with apiVersion, kind and metadata.",
            });
            var prefix = FieldPath.Item("items", i) + ".";
            var duplicates = document.DuplicateKeys.Where(key => key.Path.StartsWith(prefix, StringComparison.Ordinal))
                .Select(key => key with { Path = key.Path[prefix.Length..] });
            yield return ((JsonObject)item.DeepClone(), new SourceMap(place), duplicates.ToList());
        }
    }

    private static bool IsList(JsonObject root) =>
        root["kind"] is JsonValue kind && kind.GetValueKind() == JsonValueKind.String && kind.GetValue<string>() is "List" or "PodList";

    private static ManifestException NotAnObject(YamlDocument document, string? path) => new(new PodManifestIssue
    {
        Path = path,
        Line = document.Source.Root.Position.Line,
        Column = document.Source.Root.Position.Column,
        Rule = "NotAnObject",
        Message = $"A manifest must be an object, and this is {Describe(document.Root)}",
        Advice = "Begin with 'apiVersion: v1' and 'kind: Pod'. Several objects are separated by a line '---' or stand in the items of a List.",
    });

    private static string Describe(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray => "a list",
        _ => "plain text or a number",
    };
}
