using System.Text.Json.Nodes;

namespace PodTools.Build.Model;

/// <summary>Turns the schemas of a document into <see cref="ApiType"/>s, starting at some roots and following references.</summary>
public sealed class ApiTypeReader(IReadOnlyDictionary<string, JsonObject> schemas)
{
    /// <summary>Schemas without fields of their own, by the last part of their name, that the model has values for.</summary>
    private static readonly HashSet<string> ValueTypes = ["Quantity", "IntOrString", "Time", "MicroTime", "FieldsV1", "RawExtension"];

    /// <summary>
    /// Classes that cannot have the API's name: an event is a word of C#, and in C# a class has no member of its own name, so
    /// that <c>ports[0].containerPort</c> keeps its name and the class gives way.
    /// </summary>
    private static readonly Dictionary<string, string> ClassNames = new()
    {
        ["Event"] = "CoreEvent",
        ["EventList"] = "CoreEventList",
        ["ContainerPort"] = "ContainerPortSpec",
    };

    /// <summary>Properties that cannot have the API's name, as <c>type.field</c>.</summary>
    private static readonly Dictionary<string, string> PropertyNames = new() { ["Status.status"] = "Result" };

    /// <summary>The name of the class of a type of the API.</summary>
    public static string ClassNameOf(string apiName) => ClassNames.GetValueOrDefault(apiName, apiName);

    /// <summary>Reads the roots and every type that they lead to, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">A type is in none of the documents, or two types share their short name.</exception>
    public IReadOnlyList<ApiType> Read(IEnumerable<string> roots)
    {
        var found = new SortedDictionary<string, (string FullName, ApiType Type)>(StringComparer.Ordinal);
        var open = new Stack<string>(roots);
        while (open.TryPop(out var fullName))
        {
            var name = ShortName(fullName);
            if (found.TryGetValue(name, out var known) || ValueTypes.Contains(name))
            {
                if (known.FullName is not null && known.FullName != fullName)
                {
                    throw new InvalidDataException($"{fullName} and {known.FullName} have the same short name.");
                }

                continue;
            }

            var schema = schemas.GetValueOrDefault(fullName)
                ?? throw new InvalidDataException($"{fullName} is in none of the documents.");
            found[name] = (fullName, TypeOf(name, schema));
            foreach (var reference in References(schema))
            {
                open.Push(reference);
            }
        }

        return [.. found.Values.Select(entry => entry.Type)];
    }

    private static ApiType TypeOf(string name, JsonObject schema)
    {
        var required = Strings(schema["required"]).ToHashSet(StringComparer.Ordinal);
        var fields = (schema["properties"]?.AsObject() ?? []).Select(
            property => FieldOf(name, property.Key, property.Value!.AsObject(), required.Contains(property.Key)));
        var isAtomic = (string?)schema["x-kubernetes-map-type"] == "atomic";
        return new ApiType(name, ClassNameOf(name), ApiVersionOf(name, schema), isAtomic, [.. fields]);
    }

    private static string? ApiVersionOf(string name, JsonObject schema)
    {
        // Types of meta/v1 name many groups; the one without a group is the plain one.
        var kinds = schema["x-kubernetes-group-version-kind"]?.AsArray().Select(kind => kind!.AsObject()) ?? [];
        var kind = kinds.Where(kind => (string?)kind["kind"] == name).OrderBy(kind => (string?)kind["group"], StringComparer.Ordinal).FirstOrDefault();
        var group = (string?)kind?["group"];
        return kind is null ? null : string.IsNullOrEmpty(group) ? (string?)kind["version"] : $"{group}/{kind["version"]}";
    }

    private static ApiField FieldOf(string type, string name, JsonObject schema, bool required)
    {
        var (shape, value) = ShapeOf(schema);
        return new ApiField(
            name,
            PropertyNames.GetValueOrDefault($"{type}.{name}") ?? char.ToUpperInvariant(name[0]) + name[1..],
            shape,
            value,
            required,
            DefaultOf(schema),
            (string?)schema["x-kubernetes-list-type"] ?? (string?)schema["x-kubernetes-map-type"],
            [.. Strings(schema["x-kubernetes-list-map-keys"])],
            (string?)schema["x-kubernetes-patch-strategy"],
            (string?)schema["x-kubernetes-patch-merge-key"]);
    }

    private static (FieldShape Shape, string Value) ShapeOf(JsonObject schema)
    {
        if (schema["items"] is JsonObject items)
        {
            return (FieldShape.List, ValueOf(items));
        }

        if (schema["additionalProperties"] is not JsonObject values)
        {
            return (FieldShape.One, ValueOf(schema));
        }

        return values["items"] is JsonObject inner ? (FieldShape.MapOfLists, ValueOf(inner)) : (FieldShape.Map, ValueOf(values));
    }

    private static string ValueOf(JsonObject schema)
    {
        // A reference with a default beside it is wrapped into an allOf of one.
        var reference = (string?)schema["$ref"] ?? (string?)schema["allOf"]?[0]?["$ref"];
        return reference is not null
            ? ShortName(reference)
            : ((string?)schema["type"], (string?)schema["format"]) switch
            {
                ("integer", string format) => format,
                ("string", _) => "string",
                ("boolean", _) => "boolean",
                var (type, format) => throw new InvalidDataException($"No rule for a value of type {type} and format {format}."),
            };
    }

    private static string? DefaultOf(JsonObject schema) => schema["default"] switch
    {
        JsonValue value when value.ToString() is not ("" or "0") and var text => text,
        _ => null,
    };

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member =>
            member is { Key: "$ref", Value: JsonValue reference } ? [reference.ToString().Split('/')[^1]] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<string> Strings(JsonNode? list) => list?.AsArray().Select(item => (string)item!) ?? [];

    private static string ShortName(string reference) => reference[(reference.LastIndexOf('.') + 1)..];
}
