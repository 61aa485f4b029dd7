using System.Text;

namespace PodTools.Build.Model;

/// <summary>
/// Writes the compact table of types and fields. A line that starts in the first column is a type: its name, then its group
/// and version when it is a kind. An indented line is a field: name, type, and what else is known of it as <c>key=value</c>.
/// </summary>
public static class SchemaWriter
{
    /// <summary>Writes the table.</summary>
    public static string Write(IReadOnlyList<ApiType> types)
    {
        var text = new StringBuilder("# auto-generated: written by src/Build/ModelGenerator, read by PodTools.Schema.ApiSchema\n");
        foreach (var type in types)
        {
            text.AppendJoin(' ', Words(type)).Append('\n');
            foreach (var field in type.Fields)
            {
                text.Append("  ").AppendJoin(' ', Words(field)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Words(ApiType type)
    {
        yield return type.Name;
        if (type.ApiVersion is not null)
        {
            yield return $"version={type.ApiVersion}";
        }

        if (type.IsAtomic)
        {
            yield return "atomic";
        }
    }

    private static IEnumerable<string> Words(ApiField field)
    {
        yield return field.Name;
        yield return field.Shape switch
        {
            FieldShape.List => "[]",
            FieldShape.Map => "map[string]",
            FieldShape.MapOfLists => "map[string][]",
            _ => "",
        } + field.Value;
        if (field.Required)
        {
            yield return "required";
        }

        var facts = new (string Name, string? Value)[]
        {
            ("default", field.Default),
            ("list", field.ListType),
            ("keys", field.ListMapKeys.Count == 0 ? null : string.Join(',', field.ListMapKeys)),
            ("patch", field.PatchStrategy),
            ("patchKey", field.PatchMergeKey),
        };
        foreach (var (name, value) in facts.Where(fact => fact.Value is not null))
        {
            yield return $"{name}={value}";
        }
    }
}
