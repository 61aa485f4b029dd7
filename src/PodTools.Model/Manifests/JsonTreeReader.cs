using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Manifests;

/// <summary>
/// Reads JSON into a tree and keeps what the framework's own tree loses: where each field stands, and which keys stand
/// twice. Several values may follow one another.
/// </summary>
internal sealed class JsonTreeReader
{
    private readonly byte[] _text;
    private readonly TextPositions _positions;
    private readonly List<YamlDuplicateKey> _duplicates = [];

    private JsonTreeReader(byte[] text)
    {
        _text = text;
        _positions = new TextPositions(text);
    }

    /// <summary>Reads every value of a text.</summary>
    /// <exception cref="YamlSyntaxException">The text is not JSON.</exception>
    public static List<YamlDocument> Read(string text) => new JsonTreeReader(Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'))).ReadAll();

    private List<YamlDocument> ReadAll()
    {
        var documents = new List<YamlDocument>();
        for (var start = SkipBlank(0); start < _text.Length; start = SkipBlank(start))
        {
            var reader = new Utf8JsonReader(_text.AsSpan(start), new JsonReaderOptions { MaxDepth = YamlReader.MaxDepth });
            try
            {
                reader.Read();
                var source = new SourceNode(_positions.At(start));
                var root = ReadValue(ref reader, source, "", start);
                documents.Add(new YamlDocument(root, new SourceMap(source), [.. _duplicates]));
                _duplicates.Clear();
            }
            catch (JsonException e)
            {
                throw Explain(e, start);
            }

            start += (int)reader.BytesConsumed;
        }

        return documents;
    }

    private JsonNode? ReadValue(ref Utf8JsonReader reader, SourceNode source, string path, int start)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, source, path, start);
            case JsonTokenType.StartArray:
                return ReadArray(ref reader, source, path, start);
            case JsonTokenType.String:
                return JsonValue.Create(ReadText(ref reader, start));
            case JsonTokenType.Number:
                return JsonNode.Parse(reader.ValueSpan);
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            default:
                return null;
        }
    }

    private JsonObject ReadObject(ref Utf8JsonReader reader, SourceNode source, string path, int start)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var place = new SourceNode(_positions.At(start + (int)reader.TokenStartIndex));
            var name = ReadText(ref reader, start);
            var fieldPath = FieldPath.Field(path, name);
            if (source.Member(name) is { } first)
            {
                _duplicates.Add(new YamlDuplicateKey(fieldPath, place.Position, first.Position));
            }

            reader.Read();
            result[name] = ReadValue(ref reader, place, fieldPath, start);
            source.SetMember(name, place);
        }

        return result;
    }

    private JsonArray ReadArray(ref Utf8JsonReader reader, SourceNode source, string path, int start)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var place = new SourceNode(_positions.At(start + (int)reader.TokenStartIndex));
            result.Add(ReadValue(ref reader, place, FieldPath.Item(path, result.Count), start));
            source.AddElement(place);
        }

        return result;
    }

    private string ReadText(ref Utf8JsonReader reader, int start)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            var position = _positions.At(start + (int)reader.TokenStartIndex);
            throw new YamlSyntaxException("This text holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no character. Write both halves.", position, e);
        }
    }

    private int SkipBlank(int from)
    {
        var at = _text.AsSpan(from).IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? _text.Length : from + at;
    }

    private YamlSyntaxException Explain(JsonException error, int start)
    {
        var position = new TextPositions(_text).At(OffsetOf(error, start));
        if (error.Message.Contains("trailing comma", StringComparison.Ordinal))
        {
            return new YamlSyntaxException("This is not valid JSON: there is a comma before the closing bracket. Remove the comma.", position, error);
        }

        if (error.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return new YamlSyntaxException($"This is nested more than {YamlReader.MaxDepth} deep, which no Kubernetes object is. Check for brackets too many.", position, error);
        }

        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = end < 0 ? error.Message : error.Message[..end];
        return new YamlSyntaxException($"This is not valid JSON: {message} Check the commas, quotes and brackets here and just before.", position, error);
    }

    /// <summary>The framework counts lines from 0 and columns in bytes, both from where it began to read.</summary>
    private int OffsetOf(JsonException error, int start)
    {
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            start += _text.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(start + (error.BytePositionInLine ?? 0), _text.Length);
    }
}
