using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Reads patches that are given as text.</summary>
internal static class PatchText
{
    /// <summary>Reads a patch.</summary>
    /// <param name="text">JSON, or an object in YAML.</param>
    /// <exception cref="PodCommandException">It is neither.</exception>
    /// <exception cref="ManifestException">It is broken YAML.</exception>
    public static JsonNode Read(string text)
    {
        try
        {
            return text.TrimStart() is ['[', ..]
                ? JsonNode.Parse(text)!
                : ManifestReader.Read(text) is [var only] ? only.Root : throw NoPatch("The text is not one object.");
        }
        catch (JsonException exception)
        {
            throw NoPatch(exception.Message);
        }
    }

    private static PodCommandException NoPatch(string why) =>
        new("PatchInvalid", ErrorCategory.ParserError, $"This is no patch: {why}", "Give one object in JSON or YAML, or a list of operations in JSON.");
}
