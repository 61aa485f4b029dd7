using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodTools.Json;

/// <summary>The API's <c>Time</c>: any RFC 3339 time is read, whole seconds in UTC are written.</summary>
internal class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException("A time is expected here, as text such as \"2026-01-31T12:00:00Z\".");
        return Rfc3339.TryParse(text, out var time) ? time : throw new JsonException($"\"{text}\" is no RFC 3339 time such as \"2026-01-31T12:00:00Z\".");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Rfc3339.ToSeconds(value));
}
