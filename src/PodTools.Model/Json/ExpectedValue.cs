using PodTools.Schema;

namespace PodTools.Json;

/// <summary>Says in words what kind of value belongs at a place.</summary>
internal static class ExpectedValue
{
    /// <summary>Such as <c>A whole number is expected here.</c></summary>
    /// <param name="type">The API's type at the root of the path.</param>
    /// <param name="path">The path as System.Text.Json writes it, such as <c>$.spec.containers[0].image</c>.</param>
    public static string At(string type, string path)
    {
        var (current, field) = (ApiSchema.Find(type), (SchemaField?)null);
        foreach (var name in path.Split('.').Skip(1).Select(step => step.Split('[')[0]))
        {
            if (current?.Field(name) is not { } next)
            {
                // What follows a map is a key, and what is at the key is of the map's type.
                return $"{(field?.IsMap == true ? Element(field) : "Another value")} is expected here.";
            }

            (current, field) = (next.TypeRef, next);
        }

        return $"{(field is null ? "An object" : Whole(field, path.EndsWith(']')))} is expected here.";
    }

    private static string Whole(SchemaField field, bool isElement) => field switch
    {
        { IsList: true } when !isElement => "A list",
        { IsMap: true } when !isElement => "A map",
        _ => Element(field),
    };

    private static string Element(SchemaField field) => field.Kind switch
    {
        SchemaKind.Int32 or SchemaKind.Int64 => "A whole number",
        SchemaKind.Boolean => "True or false",
        SchemaKind.Object or SchemaKind.Any => "An object",
        _ => "Text",
    };
}
