using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The fields that the source of a volume cannot do without.</summary>
internal static class RequiredFields
{
    private static readonly Rule Missing = new("VolumeField");

    /// <summary>Checks that texts are there.</summary>
    public static void Check(JsonObject source, ReportedField path, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (source.Text(field).Length == 0)
            {
                errors.Required(path.Child(field), Missing);
            }
        }
    }

    /// <summary>Checks that a secret that is referred to has a name.</summary>
    public static void CheckSecret(JsonObject source, string field, string path, FieldErrors errors)
    {
        if (source.Object(field) is { } secret)
        {
            Check(secret, $"{path}.{field}", errors, "name");
        }
    }
}
