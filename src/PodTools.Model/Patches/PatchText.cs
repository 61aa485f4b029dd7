using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Patches;

/// <summary>Reads patches that are given as text.</summary>
public static class PatchText
{
    /// <summary>Reads a patch: one object, or one list of operations.</summary>
    /// <param name="text">JSON or YAML.</param>
    /// <returns>The patch.</returns>
    /// <exception cref="FormatException">It is neither JSON nor YAML, or not one object or list; the message says what and where.</exception>
    public static JsonNode Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (IsJson(text) ? ReadJson(text) : ReadYaml(text)) switch
        {
            JsonObject patch => patch,
            JsonArray operations => operations,
            _ => throw new FormatException("it is plain text or a number"),
        };
    }

    /// <summary>JSON is YAML as well, but where it is broken its own reader says it better.</summary>
    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['[', ..] or ['{', '"', ..];

    private static JsonNode? ReadJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException broken)
        {
            throw new FormatException(broken.Message, broken);
        }
    }

    private static JsonNode? ReadYaml(string text)
    {
        try
        {
            return YamlReader.Read(text) is [var only] ? only.Root : throw new FormatException("it is not one object or list");
        }
        catch (YamlSyntaxException broken)
        {
            throw new FormatException($"line {broken.Line}, column {broken.Column}: {broken.Message}", broken);
        }
    }
}
