using System.Text.Json;

namespace PodTools.Json;

/// <summary>The API's <c>MicroTime</c>: read as <see cref="TimeConverter"/> does, written with six digits of the second.</summary>
internal sealed class MicroTimeConverter : TimeConverter
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Rfc3339.ToMicroseconds(value));
}
