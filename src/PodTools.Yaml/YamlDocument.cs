using System.Text.Json.Nodes;

namespace PodTools.Yaml;

/// <summary>One document of a YAML text, as the JSON tree that the API server would make of it.</summary>
/// <param name="Root">The tree; null for a document that holds nothing but <c>null</c>.</param>
/// <param name="Source">Where each field stands.</param>
/// <param name="DuplicateKeys">Keys that stand twice in one map, in the order of the text.</param>
public sealed record YamlDocument(JsonNode? Root, SourceMap Source, IReadOnlyList<YamlDuplicateKey> DuplicateKeys);
