using System.Text.Json.Nodes;
using PodTools.Schema;

namespace PodTools.Simulator.Api.Input;

/// <summary>
/// Holds an object against the schema as decoding does: takes out unknown fields and nulls, and refuses values of the wrong
/// type.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>Checks and cleans an object. Kinds that the schema does not know pass as they are.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="apiVersion">Its version, for messages.</param>
    /// <param name="json">The object; unknown fields are taken out of it.</param>
    /// <param name="duplicates">The paths of keys that came twice, in YAML with the line and a colon before.</param>
    /// <returns>Unknown and duplicate fields in the order of the object, in the server's words.</returns>
    /// <exception cref="ApiException">400 for a value of the wrong type.</exception>
    public static IReadOnlyList<string> Run(string kind, string apiVersion, JsonObject json, IReadOnlyCollection<string> duplicates)
    {
        if (ApiSchema.Find(kind) is not { } type)
        {
            return [];
        }

        var problems = SchemaChecker.Check(json, type, duplicates: duplicates);
        if (problems.FirstOrDefault(problem => problem.Kind == SchemaProblemKind.WrongType) is { } wrong)
        {
            var version = apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
            throw ApiException.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {kind}: {wrong.ServerMessage}");
        }

        Prune(type, json);
        return [.. YamlDuplicates(duplicates), .. problems.Select(problem => problem.ServerMessage)];
    }

    // YAML tells duplicates by line and all at once, before the fields are looked at.
    private static IEnumerable<string> YamlDuplicates(IReadOnlyCollection<string> duplicates)
    {
        var lines = duplicates.Select(duplicate => duplicate.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => $"\n  line {parts[0]}: key \"{parts[1][(parts[1].LastIndexOf('.') + 1)..]}\" already set in map").ToList();
        return lines.Count == 0 ? [] : ["yaml: unmarshal errors:" + string.Concat(lines)];
    }

    private static void Prune(SchemaType type, JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (value is null || type.Field(name) is not { } field || IsEmptyCollection(field, value))
            {
                json.Remove(name);
            }
            else if (field.TypeRef is { } inner)
            {
                foreach (var part in Objects(field, value))
                {
                    Prune(inner, part);
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Objects(SchemaField field, JsonNode value) => value switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        JsonObject map when field.IsMap => map.Select(member => member.Value).OfType<JsonObject>(),
        JsonObject single => [single],
        _ => [],
    };

    // An empty list or map is the same as none, except where there must be one.
    private static bool IsEmptyCollection(SchemaField field, JsonNode value) =>
        !field.Required && ((field.IsList && value is JsonArray { Count: 0 }) || (field.IsMap && value is JsonObject { Count: 0 }));
}
