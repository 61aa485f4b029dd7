using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Schema;

/// <summary>Holds trees to the schema: names of fields and types of values, as the API server's strict decoding does.</summary>
public sealed class SchemaChecker
{
    private readonly List<SchemaProblem> _problems = [];
    private readonly Stack<SchemaType> _ancestors = new();
    private readonly Stack<string> _ancestorPaths = new();

    private readonly IReadOnlyCollection<string> _duplicates;

    private SchemaChecker(IReadOnlyCollection<string> duplicates) => _duplicates = duplicates;

    /// <summary>Checks a tree.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="type">Its type, such as <c>Pod</c> or <c>PodSpec</c>.</param>
    /// <param name="path">The path of the object itself; empty for a whole pod.</param>
    /// <param name="duplicates">The paths of fields that stood twice in the text, to be reported in their place.</param>
    /// <returns>What does not fit, in the order of the tree.</returns>
    public static IReadOnlyList<SchemaProblem> Check(JsonObject tree, SchemaType type, string path = "", IReadOnlyCollection<string>? duplicates = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(type);
        var checker = new SchemaChecker(duplicates ?? []);
        checker.CheckObject(tree, type, path);
        return checker._problems;
    }

    private void CheckObject(JsonObject tree, SchemaType type, string path)
    {
        _ancestors.Push(type);
        _ancestorPaths.Push(path);
        foreach (var (name, value) in tree)
        {
            var fieldPath = FieldPath.Field(path, name);
            if (_duplicates.Contains(fieldPath))
            {
                var twice = $"duplicate field \"{fieldPath}\"";
                _problems.Add(new SchemaProblem(SchemaProblemKind.DuplicateField, fieldPath, twice, twice, "Remove one of the two."));
            }

            if (type.Field(name) is not { } field)
            {
                var advice = FieldAdvice.For(name, _ancestors.Zip(_ancestorPaths));
                var message = $"unknown field \"{fieldPath}\"";
                _problems.Add(new SchemaProblem(SchemaProblemKind.UnknownField, fieldPath, message, message, advice));
            }
            else if (value is not null)
            {
                CheckField(value, field, fieldPath);
            }
        }

        _ancestors.Pop();
        _ancestorPaths.Pop();
    }

    private void CheckField(JsonNode value, SchemaField field, string path)
    {
        switch (value)
        {
            case JsonArray list when field is { IsList: true, IsMap: false }:
                CheckList(list, field, path);
                break;
            case JsonObject map when field.IsMap:
                foreach (var (key, entry) in map)
                {
                    CheckEntry(entry, field, FieldPath.Key(path, key));
                }

                break;
            case var _ when field.IsList || field.IsMap:
                Mismatch(value, field, path, isElement: false);
                break;
            default:
                CheckElement(value, field, path, isElement: false);
                break;
        }
    }

    private void CheckList(JsonArray list, SchemaField field, string path)
    {
        for (var i = 0; i < list.Count; i++)
        {
            CheckElement(list[i], field, FieldPath.Item(path, i), isElement: true);
        }
    }

    private void CheckEntry(JsonNode? entry, SchemaField field, string path)
    {
        if (!field.IsList)
        {
            CheckElement(entry, field, path, isElement: true);
        }
        else if (entry is JsonArray list)
        {
            CheckList(list, field, path);
        }
        else if (entry is not null)
        {
            Mismatch(entry, field, path, isElement: true);
        }
    }

    private void CheckElement(JsonNode? value, SchemaField field, string path, bool isElement)
    {
        if (value is null)
        {
            return;
        }

        if (field.TypeRef is { } type && value is JsonObject inner)
        {
            CheckObject(inner, type, path);
        }
        else if (!SchemaValue.Fits(value, field.Kind))
        {
            Mismatch(value, field, path, isElement);
        }
    }

    private void Mismatch(JsonNode value, SchemaField field, string path, bool isElement) => _problems.Add(new SchemaProblem(
        SchemaProblemKind.WrongType,
        path,
        $"{SchemaValue.Describe(value)} stands where {SchemaValue.Expected(field, isElement)} is expected",
        SchemaValue.ServerMessage(value, field, path, isElement),
        SchemaValue.Advice(value, field, isElement)));
}
