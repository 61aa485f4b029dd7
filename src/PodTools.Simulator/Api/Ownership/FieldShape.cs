using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Schema;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>
/// How a value is seen when ownership is counted: as one leaf, or as parts that are owned one by one. The schema tells;
/// where there is none, objects have parts and lists are leaves.
/// </summary>
/// <param name="Type">The type of an object, null where its fields are not known.</param>
/// <param name="List">The field whose list the value is, null for other values.</param>
/// <param name="Values">The type of the values of a map.</param>
/// <param name="IsLeaf">Whether the value counts as one whatever it holds.</param>
/// <param name="IsElement">Whether the value is an element of a list, which is owned as such too.</param>
internal sealed record FieldShape(
    SchemaType? Type, SchemaField? List = null, SchemaType? Values = null, bool IsLeaf = false, bool IsElement = false)
{
    private static readonly JsonSerializerOptions StepOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The shape of an object of a kind.</summary>
    public static FieldShape OfKind(string kind) => new(ApiSchema.Find(kind));

    /// <summary>The parts of a value by the step that leads to each, or null for a leaf.</summary>
    public IEnumerable<(string Step, JsonNode? Value, FieldShape Shape)>? PartsOf(JsonNode? value) => value switch
    {
        _ when IsLeaf || Type is { IsAtomic: true } => null,
        JsonObject { Count: > 0 } map => map.Select(member => ("f:" + member.Key, member.Value, ShapeOf(member.Key))),
        JsonArray { Count: > 0 } list when List is { ListType: "map" } field => list.OfType<JsonObject>()
            .Select(element => (KeyStep(element, field), (JsonNode?)element, new FieldShape(field.TypeRef, IsElement: true))),
        JsonArray { Count: > 0 } list when List is { ListType: "set" } =>
            list.Select(element => ("v:" + element?.ToJsonString(), element, new FieldShape(null, IsElement: true))),
        _ => null,
    };

    /// <summary>The keys that tell an element of a list apart, as the step names them.</summary>
    public static string KeyStep(JsonObject element, SchemaField field)
    {
        var keys = new JsonObject();
        foreach (var key in field.ListMapKeys.Order(StringComparer.Ordinal))
        {
            keys[key] = element[key]?.DeepClone() ?? JsonValue.Create(field.TypeRef?.Field(key)?.Default);
        }

        return "k:" + keys.ToJsonString(StepOptions);
    }

    private FieldShape ShapeOf(string name) => Type?.Field(name) switch
    {
        null => new FieldShape(Values),
        { IsList: true } field => new FieldShape(null, List: field),
        { IsMap: true } field => new FieldShape(null, Values: field.TypeRef, IsLeaf: IsAtomicMap(field)),
        var field => new FieldShape(field.TypeRef),
    };

    // The one map of the pod that is chosen as a whole; the table of types does not say so.
    private static bool IsAtomicMap(SchemaField field) => field is { Owner: "PodSpec", Name: "nodeSelector" };
}
