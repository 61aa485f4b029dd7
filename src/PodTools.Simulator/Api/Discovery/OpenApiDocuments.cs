using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Schema;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Discovery;

/// <summary>OpenAPI documents made from the schema, enough for <c>kubectl explain</c> and for checks before a write.</summary>
internal static class OpenApiDocuments
{
    private const string Prefix = "io.k8s.api.core.v1.";

    private static readonly Lazy<byte[]> Core = new(() => JsonSerializer.SerializeToUtf8Bytes(CoreDocument()));

    /// <summary>The document at a path, or null.</summary>
    public static (string ContentType, byte[] Body)? TryGet(string path) => path switch
    {
        "/openapi/v3" => ("text/plain; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(Index())),
        "/openapi/v2" => (OpenApiV2Document.ContentType, OpenApiV2Document.Bytes),
        "/openapi/v3/api/v1" => ("application/json", Core.Value),
        _ => null,
    };

    private static JsonObject Index() => new()
    {
        ["paths"] = new JsonObject
        {
            ["api/v1"] = new JsonObject { ["serverRelativeURL"] = "/openapi/v3/api/v1?hash=" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Core.Value)) },
        },
    };

    private static JsonObject CoreDocument()
    {
        var schemas = new JsonObject();
        foreach (var type in ApiSchema.Types.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            schemas[NameOf(type.Name)] = SchemaOf(type);
        }

        var paths = new JsonObject();
        foreach (var type in ResourceTypes.All.Where(type => type.Group.Length == 0 && ApiSchema.Find(type.Kind) is not null))
        {
            AddPaths(paths, type);
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "simulator" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static void AddPaths(JsonObject paths, ResourceType type)
    {
        var root = type.Namespaced ? "/api/v1/namespaces/{namespace}/" : "/api/v1/";
        paths[root + type.Plural] = new JsonObject { ["get"] = Operation(type, "list"), ["post"] = Operation(type, "post") };
        paths[$"{root}{type.Plural}/{{name}}"] = new JsonObject
        {
            ["get"] = Operation(type, "get"),
            ["put"] = Operation(type, "put"),
            ["patch"] = Operation(type, "patch"),
            ["delete"] = Operation(type, "delete"),
        };
    }

    // kubectl finds here whether the server can check fields itself, and for "explain" which schema a resource has.
    private static JsonObject Operation(ResourceType type, string action) => new()
    {
        ["parameters"] = new JsonArray(
            [.. ((string[])["dryRun", "fieldManager", "fieldValidation"]).Select(name => new JsonObject
            {
                ["name"] = name,
                ["in"] = "query",
                ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
            })]),
        ["responses"] = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "OK",
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference(type.Kind) } },
            },
        },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = GroupVersionKind(type),
    };

    private static JsonObject GroupVersionKind(ResourceType type) =>
        new() { ["group"] = type.Group, ["kind"] = type.Kind, ["version"] = type.Version };

    private static JsonObject SchemaOf(SchemaType type)
    {
        var properties = new JsonObject();
        foreach (var field in type.Fields)
        {
            properties[field.Name] = SchemaOf(field);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (type.Fields.Where(field => field.Required).ToList() is { Count: > 0 } required)
        {
            schema["required"] = new JsonArray([.. required.Select(field => JsonValue.Create(field.Name))]);
        }

        if (ResourceTypes.All.FirstOrDefault(resource => resource.Kind == type.Name && resource.ApiVersion == type.ApiVersion) is { } resource)
        {
            schema["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(resource));
        }

        return schema;
    }

    private static JsonObject SchemaOf(SchemaField field)
    {
        var value = field.Kind == SchemaKind.Object ? Reference(field.TypeName) : PrimitiveSchema(field.Kind);
        if (field.IsList)
        {
            value = new JsonObject { ["type"] = "array", ["items"] = value };
            AddListRules(field, value);
        }

        return field.IsMap ? new JsonObject { ["type"] = "object", ["additionalProperties"] = value } : value;
    }

    /// <summary>The type and the format by which OpenAPI knows a kind of value that is no object.</summary>
    internal static (string Type, string? Format) PrimitiveOf(SchemaKind kind) => kind switch
    {
        SchemaKind.Boolean => ("boolean", null),
        SchemaKind.Int32 => ("integer", "int32"),
        SchemaKind.Int64 => ("integer", "int64"),
        SchemaKind.IntOrString => ("string", "int-or-string"),
        SchemaKind.Time or SchemaKind.MicroTime => ("string", "date-time"),
        SchemaKind.Any => ("object", null),
        _ => ("string", null),
    };

    /// <summary>The name of a type within a document.</summary>
    internal static string NameOf(string type) => type is "ObjectMeta" or "ListMeta" or "Status" or "OwnerReference" or "ManagedFieldsEntry"
        ? "io.k8s.apimachinery.pkg.apis.meta.v1." + type
        : Prefix + type;

    private static JsonObject PrimitiveSchema(SchemaKind kind)
    {
        var (type, format) = PrimitiveOf(kind);
        var schema = new JsonObject { ["type"] = type };
        if (format is not null)
        {
            schema["format"] = format;
        }

        return schema;
    }

    private static void AddListRules(SchemaField field, JsonObject schema)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[
            ("x-kubernetes-list-type", field.ListType),
            ("x-kubernetes-patch-strategy", field.PatchStrategy),
            ("x-kubernetes-patch-merge-key", field.PatchMergeKey)])
        {
            if (value is not null)
            {
                schema[name] = value;
            }
        }

        if (field.ListMapKeys.Count > 0)
        {
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. field.ListMapKeys.Select(key => JsonValue.Create(key))]);
        }
    }

    private static JsonObject Reference(string type) => new() { ["$ref"] = $"#/components/schemas/{NameOf(type)}" };
}
