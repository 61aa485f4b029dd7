using PodTools.Schema;
using PodTools.Simulator.Api.Protobuf;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Discovery;

/// <summary>
/// The OpenAPI v2 document, in the protobuf form that kubectl before 1.29 asks for before it creates anything, and for
/// <c>explain</c>. The numbers are those of the fields of <c>openapi.v2.Document</c>.
/// </summary>
internal static class OpenApiV2Document
{
    /// <summary>The media type of the answer; what clients ask for has an at sign that is no part of a media type.</summary>
    public const string ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private const string GroupVersionKind = "x-kubernetes-group-version-kind";

    private static readonly Lazy<byte[]> Document = new(Write);

    /// <summary>The bytes of the document.</summary>
    public static byte[] Bytes => Document.Value;

    private static byte[] Write() => new ProtobufWriter()
        .Text(1, "2.0")
        .Message(2, info => info.Text(1, "Kubernetes").Text(2, "simulator"))
        .Message(8, paths =>
        {
            foreach (var type in ResourceTypes.All)
            {
                paths.Message(2, named => named.Text(1, PathOf(type)).Message(2, item => item.Message(8, operation => WritePatch(operation, type))));
            }
        })
        .Message(9, definitions =>
        {
            foreach (var type in ApiSchema.Types.OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                definitions.Message(1, named => named.Text(1, OpenApiDocuments.NameOf(type.Name)).Message(2, schema => WriteType(schema, type)));
            }
        })
        .ToArray();

    private static string PathOf(ResourceType type)
    {
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
        return $"{root}/{(type.Namespaced ? "namespaces/{namespace}/" : "")}{type.Plural}/{{name}}";
    }

    // Here kubectl finds that the server can do dry runs and checks fields itself.
    private static void WritePatch(ProtobufWriter operation, ResourceType type)
    {
        foreach (var name in (string[])["dryRun", "fieldManager", "fieldValidation"])
        {
            operation.Message(8, item => item.Message(1, parameter => parameter.Message(2, nonBody =>
                nonBody.Message(3, query => query.Text(2, "query").Text(4, name).Text(6, "string")))));
        }

        operation.Message(9, _ => { });
        operation.Message(13, extension => WriteExtension(
            extension, GroupVersionKind, $"group: \"{type.Group}\"\nkind: {type.Kind}\nversion: {type.Version}\n"));
    }

    private static void WriteType(ProtobufWriter schema, SchemaType type)
    {
        foreach (var field in type.Fields.Where(field => field.Required))
        {
            schema.Text(19, field.Name);
        }

        WriteKind(schema, "object");
        schema.Message(25, properties =>
        {
            foreach (var field in type.Fields)
            {
                properties.Message(1, named => named.Text(1, field.Name).Message(2, property => WriteField(property, field)));
            }
        });
        if (ResourceTypes.All.FirstOrDefault(resource => resource.Kind == type.Name && resource.ApiVersion == type.ApiVersion) is { } resource)
        {
            schema.Message(31, extension => WriteExtension(
                extension, GroupVersionKind, $"- group: \"{resource.Group}\"\n  kind: {resource.Kind}\n  version: {resource.Version}\n"));
        }
    }

    private static void WriteField(ProtobufWriter schema, SchemaField field)
    {
        switch (field)
        {
            case { IsMap: true }:
                schema.Message(21, additional => additional.Message(1, value => WriteElements(value, field)));
                WriteKind(schema, "object");
                break;
            default:
                WriteElements(schema, field);
                break;
        }
    }

    private static void WriteElements(ProtobufWriter schema, SchemaField field)
    {
        if (!field.IsList)
        {
            WriteValue(schema, field);
            return;
        }

        WriteKind(schema, "array");
        schema.Message(23, items => items.Message(1, item => WriteValue(item, field)));
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[
            ("x-kubernetes-patch-strategy", field.PatchStrategy), ("x-kubernetes-patch-merge-key", field.PatchMergeKey)])
        {
            if (value is not null)
            {
                schema.Message(31, extension => WriteExtension(extension, name, value + "\n"));
            }
        }
    }

    private static void WriteValue(ProtobufWriter schema, SchemaField field)
    {
        if (field.Kind == SchemaKind.Object)
        {
            schema.Text(1, "#/definitions/" + OpenApiDocuments.NameOf(field.TypeName));
            return;
        }

        var (kind, format) = OpenApiDocuments.PrimitiveOf(field.Kind);
        schema.Text(2, format);
        WriteKind(schema, kind);
    }

    private static void WriteKind(ProtobufWriter schema, string kind) => schema.Message(22, type => type.Text(1, kind));

    private static void WriteExtension(ProtobufWriter extension, string name, string yaml) =>
        extension.Text(1, name).Message(2, any => any.Text(2, yaml));
}
