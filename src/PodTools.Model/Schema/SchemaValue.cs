using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Schema;

/// <summary>Whether a value fits its field, and how to say that it does not.</summary>
internal static class SchemaValue
{
    private const string QuantityMessage = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <summary>Whether a single value, not a list, is of a kind.</summary>
    public static bool Fits(JsonNode value, SchemaKind kind) => kind switch
    {
        SchemaKind.String => IsText(value),
        SchemaKind.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        SchemaKind.Int32 => JsonFields.AsNumber(value) is >= int.MinValue and <= int.MaxValue,
        SchemaKind.Int64 => JsonFields.AsNumber(value) is not null,
        SchemaKind.IntOrString => IsText(value) || JsonFields.AsNumber(value) is >= int.MinValue and <= int.MaxValue,
        SchemaKind.Quantity => JsonFields.AsQuantity(value) is not null,
        SchemaKind.Time or SchemaKind.MicroTime => IsText(value) && Rfc3339.TryParse(JsonFields.AsText(value), out _),
        SchemaKind.Object => value is JsonObject,
        _ => true,
    };

    /// <summary>What a value is, for people.</summary>
    public static string Describe(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text '{Shorten(JsonFields.AsText(value))}'",
        JsonValueKind.Number => $"the number {Shorten(value.ToJsonString())}",
        _ => $"the boolean {value.ToJsonString()}",
    };

    /// <summary>What a field wants, for people.</summary>
    public static string Expected(SchemaField field, bool isElement) => field switch
    {
        { IsList: true } when !isElement => "a list",
        { IsMap: true } when !isElement => "an object with keys and values",
        _ => field.Kind switch
        {
            SchemaKind.String => "text",
            SchemaKind.Boolean => "true or false",
            SchemaKind.Int32 or SchemaKind.Int64 => "a whole number",
            SchemaKind.IntOrString => "a whole number or a name",
            SchemaKind.Quantity => "a quantity such as 500m or 128Mi",
            SchemaKind.Time or SchemaKind.MicroTime => "a time such as 2026-01-31T08:00:00Z",
            _ => $"an object ({field.TypeName})",
        },
    };

    /// <summary>What to write instead.</summary>
    public static string Advice(JsonNode value, SchemaField field, bool isElement)
    {
        if (field.IsList && !isElement)
        {
            return value is JsonObject ? "Put '- ' before the first field, to make it the element of a list." : "Write a list: one line with '- ' for each element.";
        }

        return (field.Kind, value.GetValueKind()) switch
        {
            (SchemaKind.String, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) =>
                "Put it in quotes: without them YAML reads numbers, and words such as yes, no, on and off, as something else than text.",
            (SchemaKind.Int32 or SchemaKind.Int64, JsonValueKind.String) when long.TryParse(JsonFields.AsText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                "Leave the quotes out.",
            (SchemaKind.Boolean, JsonValueKind.String) => "Write true or false, without quotes.",
            (SchemaKind.Object, JsonValueKind.String) => "Write its fields on the lines below, each with a ':' and a space after its name.",
            (SchemaKind.Quantity, _) => "Write a number with an optional suffix: m, k, M, G, Ki, Mi, Gi.",
            _ => "",
        };
    }

    /// <summary>The error of the API server's decoder.</summary>
    public static string ServerMessage(JsonNode value, SchemaField field, string path, bool isElement)
    {
        if (field.Kind == SchemaKind.Quantity && value is JsonValue)
        {
            return QuantityMessage;
        }

        if (field.Kind is SchemaKind.Time or SchemaKind.MicroTime && IsText(value))
        {
            var text = JsonFields.AsText(value);
            return $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"";
        }

        var kind = value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number when field.Kind is SchemaKind.Int32 or SchemaKind.Int64 => $"number {value.ToJsonString()}",
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        return $"json: cannot unmarshal {kind} into Go struct field {field.Owner}.{GoPath(path)} of type {GoType(field, isElement)}";
    }

    private static bool IsText(JsonNode value) => value.GetValueKind() == JsonValueKind.String;

    /// <summary>The decoder leaves indices and the keys of maps out.</summary>
    private static string GoPath(string path)
    {
        var fields = path.Split('.').Select(part => part.Split('[')[0]);
        return string.Join('.', fields);
    }

    private static string GoType(SchemaField field, bool isElement)
    {
        var element = field.Kind switch
        {
            SchemaKind.String => "string",
            SchemaKind.Boolean => "bool",
            SchemaKind.Int32 => "int32",
            SchemaKind.Int64 => "int64",
            SchemaKind.IntOrString => "intstr.IntOrString",
            SchemaKind.Quantity => "resource.Quantity",
            _ => $"v1.{field.TypeName}",
        };
        return isElement ? element : (field.IsMap ? "map[string]" : "") + (field.IsList ? "[]" : "") + element;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
