using System.Collections.Frozen;

namespace PodTools.Schema;

/// <summary>The types and fields of the API that the model knows: the pod and everything around it.</summary>
public static class ApiSchema
{
    private static readonly Lazy<FrozenDictionary<string, SchemaType>> ByName = new(() => SchemaTable.Read().ToFrozenDictionary(type => type.Name, StringComparer.Ordinal));

    /// <summary>All types.</summary>
    public static IEnumerable<SchemaType> Types => ByName.Value.Values;

    /// <summary>Finds a type.</summary>
    /// <param name="name">The name in the API, such as <c>Pod</c> or <c>PodSpec</c>.</param>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static SchemaType Type(string name) =>
        Find(name) ?? throw new ArgumentException($"The schema has no type {name}.", nameof(name));

    /// <summary>Finds a type, or says that there is none.</summary>
    /// <param name="name">The name in the API.</param>
    /// <returns>The type, or null.</returns>
    public static SchemaType? Find(string name) => ByName.Value.GetValueOrDefault(name);

    /// <summary>Follows a path as <c>kubectl explain</c> takes it.</summary>
    /// <param name="path">
    /// The kind, in any case and also in the plural, and fields: <c>pod.spec.containers</c>. Indexes such as <c>[0]</c> are
    /// passed over.
    /// </param>
    /// <returns>The place in the schema.</returns>
    /// <exception cref="SchemaPathException">The kind or a field does not exist; the message suggests the nearest.</exception>
    public static SchemaPlace Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var names = path.Split('.').Select(name => name.Split('[')[0]).ToArray();
        var kind = FindKind(names[0]) ?? throw SchemaPathException.UnknownKind(names[0], Types.Where(type => type.ApiVersion is not null).Select(type => type.Name));
        var place = new SchemaPlace(names[0].ToLowerInvariant(), kind, null);
        return names.Skip(1).Aggregate(place, (at, name) => at.Step(name));
    }

    private static SchemaType? FindKind(string name)
    {
        // Everybody writes "pod" and "pods"; a kind's plural is regular as far as the schema goes.
        var kinds = Types.Where(type => type.ApiVersion is not null).ToList();
        return kinds.Find(kind => Is(kind.Name)) ?? kinds.Find(kind => Is(kind.Name + "s"));
        bool Is(string candidate) => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase);
    }
}
