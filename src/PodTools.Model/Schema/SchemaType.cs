using System.Collections.Frozen;

namespace PodTools.Schema;

/// <summary>An object type of the API and its fields.</summary>
public sealed class SchemaType
{
    private readonly FrozenDictionary<string, SchemaField> _byName;

    internal SchemaType(string name, string? apiVersion, bool isAtomic, IReadOnlyList<SchemaField> fields)
    {
        (Name, ApiVersion, IsAtomic, Fields) = (name, apiVersion, isAtomic, fields);
        _byName = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The name in the API, such as <c>PodSpec</c>.</summary>
    public string Name { get; }

    /// <summary>The group and version, such as <c>v1</c>, when it is a kind; null for a part of kinds.</summary>
    public string? ApiVersion { get; }

    /// <summary>Whether server-side apply treats an object of it as one value.</summary>
    public bool IsAtomic { get; }

    /// <summary>The fields in the order of their names.</summary>
    public IReadOnlyList<SchemaField> Fields { get; }

    /// <summary>Finds a field by its exact name.</summary>
    /// <param name="name">The name in JSON, with its case.</param>
    /// <returns>The field, or null when the type has none of the name.</returns>
    public SchemaField? Field(string name) => _byName.GetValueOrDefault(name);
}
