namespace PodTools.Schema;

/// <summary>One field of a type of the API.</summary>
public sealed class SchemaField
{
    /// <summary>The type that the field belongs to, such as <c>PodSpec</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>The name in JSON.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds; of a list or a map, what its elements are.</summary>
    public required SchemaKind Kind { get; init; }

    /// <summary>The API's name of what it holds, such as <c>Container</c>, <c>string</c> or <c>int32</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>Whether it is a list.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether it is a map from text.</summary>
    public bool IsMap { get; init; }

    /// <summary>Whether the API demands it.</summary>
    public bool Required { get; init; }

    /// <summary>The value that the API puts in when it is missing, as the document tells it; null when it tells none.</summary>
    public string? Default { get; init; }

    /// <summary>How server-side apply merges it: <c>atomic</c>, <c>set</c> or <c>map</c>; null when it is not said.</summary>
    public string? ListType { get; init; }

    /// <summary>The fields that tell the elements of a <c>map</c> list apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary>How a strategic merge patch treats it, such as <c>merge</c> or <c>merge,retainKeys</c>; null for replacing.</summary>
    public string? PatchStrategy { get; init; }

    /// <summary>The field by which a strategic merge patch matches elements.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>The type of what it holds when that is an object with fields; null otherwise.</summary>
    public SchemaType? TypeRef => Kind == SchemaKind.Object ? ApiSchema.Type(TypeName) : null;

    /// <summary>The only values that the API accepts; empty when there is no fixed set.</summary>
    public IReadOnlyList<string> AllowedValues => AllowedFieldValues.Of(Owner, Name);

    /// <summary>The type as <c>kubectl explain</c> prints it, such as <c>[]Container</c> or <c>map[string]string</c>.</summary>
    public string TypeText
    {
        get
        {
            var value = Kind switch
            {
                SchemaKind.Int32 or SchemaKind.Int64 => "integer",
                SchemaKind.Time or SchemaKind.MicroTime => "string",
                _ => TypeName,
            };
            return (IsMap ? "map[string]" : "") + (IsList ? "[]" : "") + value;
        }
    }
}
