using System.Text.Json;

namespace PodTools.Kubernetes;

/// <summary>One event of a watch: its type, and its object as the bytes that came; valid until the next one is read.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</param>
/// <param name="Object">The JSON text of the object.</param>
internal sealed record WatchLine(string Type, ReadOnlyMemory<byte> Object)
{
    internal static WatchLine Parse(ReadOnlyMemory<byte> line)
    {
        string? type = null;
        ReadOnlyMemory<byte>? value = null;
        var reader = new Utf8JsonReader(line.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type");
            var isObject = reader.ValueTextEquals("object");
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            type = isType ? reader.GetString() : type;
            reader.Skip();
            value = isObject ? line[start..(int)reader.BytesConsumed] : value;
        }

        return type is not null && value is { } body ? new(type, body) : throw new JsonException("An event of a watch is expected here.");
    }
}
