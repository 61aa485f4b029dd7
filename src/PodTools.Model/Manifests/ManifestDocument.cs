using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>One object of a manifest, with the place of each of its fields.</summary>
public sealed class ManifestDocument
{
    private readonly SourceMap _source;

    internal ManifestDocument(JsonObject root, SourceMap source, IReadOnlyList<YamlDuplicateKey> duplicateKeys)
    {
        Root = root;
        _source = source;
        DuplicateKeys = duplicateKeys;
    }

    /// <summary>Takes an object that never was a text: none of its fields has a place.</summary>
    /// <param name="root">The object.</param>
    public static ManifestDocument Of(JsonObject root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new(root, new SourceMap(new SourceNode(SourcePosition.None)), []);
    }

    /// <summary>The file, or null when the manifest did not come from one.</summary>
    public string? Path { get; internal init; }

    /// <summary>Which object of the file this is, from 0; the objects of a list count each.</summary>
    public int Index { get; internal init; }

    /// <summary>What it was written in.</summary>
    public ManifestFormat Format { get; internal init; }

    /// <summary>The object.</summary>
    public JsonObject Root { get; }

    /// <summary>Keys that stand twice; the last value is the one in <see cref="Root"/>, as for the API server.</summary>
    public IReadOnlyList<YamlDuplicateKey> DuplicateKeys { get; }

    /// <summary>The field <c>apiVersion</c>, empty when it is missing.</summary>
    public string ApiVersion => Text(Root, "apiVersion");

    /// <summary>The field <c>kind</c>, empty when it is missing.</summary>
    public string Kind => Text(Root, "kind");

    /// <summary>The field <c>metadata.name</c>, empty when it is missing.</summary>
    public string Name => Text(Root["metadata"] as JsonObject, "name");

    /// <summary>The field <c>metadata.namespace</c>, empty when it is missing.</summary>
    public string Namespace => Text(Root["metadata"] as JsonObject, "namespace");

    /// <summary>Where the first object of the same kind, namespace and name stands in the text; null when this is the first.</summary>
    internal SourcePosition? RepeatsAt { get; set; }

    /// <summary>What is wrong with it as a text: keys that stand twice, and an object that stands there before.</summary>
    public IReadOnlyList<PodManifestIssue> SyntaxIssues => [.. Repetition, .. DuplicateKeys.Select(duplicate => Issue(duplicate.Path, duplicate.Position) with
    {
        Rule = "DuplicateField",
        Message = $"duplicate field \"{duplicate.Path}\"",
        Advice = $"Remove one of the two: it stands already at {duplicate.First}, and the API server would silently take the last one.",
    })];

    /// <summary>An issue when the same object stands before it in the text: it can be applied, if hardly meant so, but not created.</summary>
    public IReadOnlyList<PodManifestIssue> Repetition => RepeatsAt is null ? [] :
    [
        Issue("metadata.name") with
        {
            Rule = "RepeatedObject",
            Message = $"{Kind} \"{Name}\" stands in the text already, at {RepeatsAt}",
            Advice = "Rename one of the two, or remove it.",
            Severity = PodManifestSeverity.Warning,
        },
    ];

    /// <summary>Finds where a field stands.</summary>
    /// <param name="field">The field as the API writes it, for instance <c>spec.containers[0].name</c>.</param>
    /// <returns>Its place, or that of its nearest ancestor when it is missing.</returns>
    public SourcePosition Locate(string field) => _source.Find(field);

    /// <summary>An issue at a field of this document, to be completed with rule and message.</summary>
    internal PodManifestIssue Issue(string field, SourcePosition? position = null)
    {
        var (line, column) = position ?? Locate(field);
        return new PodManifestIssue { Path = Path, Line = line, Column = column, Field = field, Rule = "", Message = "" };
    }

    private static string Text(JsonObject? parent, string field) =>
        parent?[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
}
