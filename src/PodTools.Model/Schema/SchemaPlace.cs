namespace PodTools.Schema;

/// <summary>A place that a path leads to.</summary>
/// <param name="Path">The path, such as <c>pod.spec.containers</c>.</param>
/// <param name="Type">The type whose fields may follow; null when nothing can.</param>
/// <param name="Field">The field at the end of the path; null for a kind itself.</param>
public sealed record SchemaPlace(string Path, SchemaType? Type, SchemaField? Field)
{
    /// <summary>The places one step further, in the order of their names.</summary>
    public IEnumerable<SchemaPlace> Children => (Type?.Fields ?? []).Select(Place);

    /// <summary>Goes one field further.</summary>
    /// <param name="name">The name of the field; where no field has it exactly, its case does not matter.</param>
    /// <exception cref="SchemaPathException">There is no such field; the message suggests the nearest.</exception>
    public SchemaPlace Step(string name)
    {
        var field = Type?.Field(name)
            ?? Type?.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw SchemaPathException.UnknownField(Path, name, Type?.Fields.Select(field => field.Name) ?? []);
        return Place(field);
    }

    private SchemaPlace Place(SchemaField field) => new($"{Path}.{field.Name}", field.TypeRef, field);
}
