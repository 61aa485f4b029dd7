using System.Collections.Frozen;
using System.Text.Json;

namespace PodTools.Kubernetes.Logs;

/// <summary>Reads lines of structured logs.</summary>
internal static class LogJson
{
    /// <summary>The properties of a line that has none.</summary>
    public static IReadOnlyDictionary<string, object?> None { get; } = FrozenDictionary<string, object?>.Empty;

    /// <summary>The properties of a JSON object, with names whose case does not matter; none for any other text.</summary>
    /// <param name="line">The line.</param>
    public static IReadOnlyDictionary<string, object?> Read(string line)
    {
        if (!line.AsSpan().TrimStart().StartsWith("{"))
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return ReadObject(document.RootElement);
        }
        catch (JsonException)
        {
            // Logs mix JSON with other lines, which only look like it.
            return None;
        }
    }

    private static Dictionary<string, object?> ReadObject(JsonElement element)
    {
        var properties = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.EnumerateObject())
        {
            properties[property.Name] = ReadValue(property.Value);
        }

        return properties;
    }

    private static object? ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(value),
        JsonValueKind.Array => value.EnumerateArray().Select(ReadValue).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
