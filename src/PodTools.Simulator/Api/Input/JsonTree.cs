using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Input;

/// <summary>
/// JSON read as the API server reads it: a key that comes twice is no error but noted, and the last one counts.
/// (<see cref="JsonNode"/>'s own parser fails on such objects, late and elsewhere.)
/// </summary>
internal static class JsonTree
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Reads one JSON value.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Takes the path of every key that comes twice.</param>
    /// <exception cref="JsonException">The text is not JSON; the message is that of the API server where it is known.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string> duplicates)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            reader.Read();
            var root = ReadValue(ref reader, "", duplicates);
            reader.Read();
            return root;
        }
        catch (JsonException malformed)
        {
            throw new JsonException(Explain(utf8), malformed);
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string> duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, ICollection<string> duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var child = path.Length == 0 ? name : $"{path}.{name}";
            reader.Read();
            if (result.ContainsKey(name))
            {
                duplicates.Add(child);
            }

            result[name] = ReadValue(ref reader, child, duplicates);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, ICollection<string> duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            result.Add(ReadValue(ref reader, $"{path}[{result.Count}]", duplicates));
        }

        return result;
    }

    private static JsonValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble());

    // Two things go wrong with JSON in practice: it stops too early, or a character is out of place.
    private static string Explain(ReadOnlySpan<byte> utf8)
    {
        var probe = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (probe.Read())
            {
            }

            return "unexpected end of JSON input";
        }
        catch (JsonException)
        {
            var at = (int)Math.Min(probe.BytesConsumed, utf8.Length - 1);
            return $"invalid character '{Encoding.UTF8.GetString(utf8.Slice(at, 1))}' looking for beginning of value";
        }
    }
}
