using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Schema;

namespace PodTools.Simulator.Api.Input;

/// <summary>
/// Holds an object against the schema: takes out unknown fields and nulls, and refuses values of the wrong type in the
/// words of the server's decoder.
/// </summary>
internal sealed class SchemaCheck
{
    private const string QuantityPattern = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private readonly List<string> _problems = [];
    private readonly IReadOnlyCollection<string> _duplicates;
    private readonly string _subject;

    private SchemaCheck(string subject, IReadOnlyCollection<string> duplicates)
    {
        _subject = subject;
        _duplicates = duplicates;
    }

    /// <summary>Checks and cleans an object. Kinds that the schema does not know pass as they are.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="apiVersion">Its version, for messages.</param>
    /// <param name="json">The object; unknown fields are taken out of it.</param>
    /// <param name="duplicates">The paths of keys that came twice.</param>
    /// <returns>Unknown and duplicate fields in the order of the object, in the server's words.</returns>
    /// <exception cref="ApiException">400 for a value of the wrong type.</exception>
    public static IReadOnlyList<string> Run(string kind, string apiVersion, JsonObject json, IReadOnlyCollection<string> duplicates)
    {
        if (ApiSchema.Find(kind) is not { } type)
        {
            return [];
        }

        var version = apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var check = new SchemaCheck($"{kind} in version \"{version}\" cannot be handled as a {kind}", duplicates);
        check.AddYamlDuplicates();
        check.Visit(type, json, "", "");
        return check._problems;
    }

    // YAML tells duplicates by line and all at once, before the fields are looked at.
    private void AddYamlDuplicates()
    {
        var lines = _duplicates.Select(duplicate => duplicate.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => $"\n  line {parts[0]}: key \"{parts[1][(parts[1].LastIndexOf('.') + 1)..]}\" already set in map").ToList();
        if (lines.Count > 0)
        {
            _problems.Add("yaml: unmarshal errors:" + string.Concat(lines));
        }
    }

    private void Visit(SchemaType type, JsonObject json, string path, string goPath)
    {
        foreach (var (name, value) in json.ToList())
        {
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (_duplicates.Contains(child))
            {
                _problems.Add($"duplicate field \"{child}\"");
            }

            if (type.Field(name) is not { } field)
            {
                _problems.Add($"unknown field \"{child}\"");
                json.Remove(name);
            }
            else if (value is null || IsEmptyCollection(field, value))
            {
                json.Remove(name);
            }
            else
            {
                VisitField(field, value, child, goPath.Length == 0 ? name : $"{goPath}.{name}");
            }
        }
    }

    // An empty list or map is the same as none, except where there must be one.
    private static bool IsEmptyCollection(SchemaField field, JsonNode value) =>
        !field.Required && ((field.IsList && value is JsonArray { Count: 0 }) || (field.IsMap && value is JsonObject { Count: 0 }));

    private void VisitField(SchemaField field, JsonNode value, string path, string goPath)
    {
        switch (field)
        {
            case { IsMap: true }:
                var map = value as JsonObject ?? throw Mismatch(field, value, goPath, $"map[string]{GoType(field)}");
                foreach (var (key, member) in map.Where(member => member.Value is not null))
                {
                    VisitElement(field, member!, $"{path}.{key}", goPath);
                }

                break;
            case { IsList: true }:
                var list = value as JsonArray ?? throw Mismatch(field, value, goPath, $"[]{GoType(field)}");
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } element)
                    {
                        VisitElement(field, element, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", goPath);
                    }
                }

                break;
            default:
                VisitElement(field, value, path, goPath);
                break;
        }
    }

    private void VisitElement(SchemaField field, JsonNode value, string path, string goPath)
    {
        if (field.TypeRef is { } type)
        {
            Visit(type, value as JsonObject ?? throw Mismatch(field, value, goPath, GoType(field)), path, goPath);
            return;
        }

        var kind = value.GetValueKind();
        var fits = field.Kind switch
        {
            SchemaKind.String => kind == JsonValueKind.String,
            SchemaKind.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            SchemaKind.Int32 => kind == JsonValueKind.Number && value.AsValue().TryGetValue<long>(out var number) && number == (int)number,
            SchemaKind.Int64 => kind == JsonValueKind.Number && value.AsValue().TryGetValue<long>(out _),
            SchemaKind.IntOrString => kind is JsonValueKind.Number or JsonValueKind.String,
            SchemaKind.Time or SchemaKind.MicroTime => kind == JsonValueKind.String,
            _ => true,
        };
        if (!fits)
        {
            throw Mismatch(field, value, goPath, GoType(field));
        }

        RequireSyntax(field, value);
    }

    private void RequireSyntax(SchemaField field, JsonNode value)
    {
        if (field.Kind == SchemaKind.Quantity && !Quantity.TryParse(value.ToString(), out _))
        {
            throw ApiException.BadRequest($"{_subject}: {QuantityPattern}");
        }

        if (field.Kind is SchemaKind.Time or SchemaKind.MicroTime
            && !DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            throw ApiException.BadRequest(
                $"{_subject}: parsing time \"{value}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{value}\" as \"2006\"");
        }
    }

    private ApiException Mismatch(SchemaField field, JsonNode value, string goPath, string goType)
    {
        var found = value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number when goType is "int32" or "int64" => $"number {value}",
            JsonValueKind.Number => "number",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "bool",
        };
        return ApiException.BadRequest(
            $"{_subject}: json: cannot unmarshal {found} into Go struct field {field.Owner}.{goPath} of type {goType}");
    }

    private static string GoType(SchemaField field) => field.Kind switch
    {
        SchemaKind.Int32 => "int32",
        SchemaKind.Int64 => "int64",
        SchemaKind.Boolean => "bool",
        SchemaKind.Object => $"v1.{field.TypeName}",
        SchemaKind.Quantity => "resource.Quantity",
        _ => "string",
    };
}
