using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodTools.Json;

/// <summary>Reads a <see cref="Quantity"/> from text, which may have spaces around it as for the API server, or a JSON number, and writes it as the text that was given.</summary>
internal sealed class QuantityJsonConverter : JsonConverter<Quantity>
{
    /// <inheritdoc/>
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!.Trim(),
            // The digits count: 0.1 as a double would no longer be 100m.
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException("A quantity is expected here, such as \"500m\" or \"128Mi\"."),
        };
        return Quantity.TryParse(text, out var quantity) ? quantity : throw new JsonException(Quantity.SyntaxMessage(text));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
