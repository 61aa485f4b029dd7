using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api;

/// <summary>One reason why an object is refused.</summary>
/// <param name="Type">The API's word for it, as <c>FieldValueInvalid</c>.</param>
/// <param name="Field">The path of the field.</param>
/// <param name="Message">What is wrong, as <c>Invalid value: ...</c>.</param>
internal sealed record FieldCause(string Type, string Field, string Message)
{
    public JsonObject ToJson() => new() { ["reason"] = Type, ["message"] = Message, ["field"] = Field };

    public static FieldCause Invalid(string field, string value, string why) =>
        new("FieldValueInvalid", field, $"Invalid value: {value}: {why}");

    public static FieldCause NotSupported(string field, string value, params string[] supported) => new(
        "FieldValueNotSupported", field,
        $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(word => $"\"{word}\""))}");

    public static FieldCause Forbidden(string field, string why) => new("FieldValueForbidden", field, $"Forbidden: {why}");

    public static FieldCause Required(string field, string why) => new("FieldValueRequired", field, $"Required value: {why}");
}
