namespace PodTools.Simulator.Store;

/// <summary>One kind of object that the API serves: what discovery says of it and what the store needs to keep it.</summary>
/// <param name="Group">The API group, empty for core.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Plural">The name in paths, as <c>pods</c>.</param>
/// <param name="Kind">The kind of one object, as <c>Pod</c>.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
internal sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    /// <summary>The name of one object in discovery.</summary>
    public string Singular => Kind.ToLowerInvariant();

    /// <summary>Other names that kubectl takes, as <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of resources that it belongs to, as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Subresources with the kind that each one speaks, as <c>eviction</c> and <c>Eviction</c>.</summary>
    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>
    /// Field labels besides <c>metadata.name</c> and <c>metadata.namespace</c> that a field selector may name, with the
    /// path of the value in the object (the same unless the API renames it).
    /// </summary>
    public IReadOnlyList<FieldLabel> FieldLabels { get; init; } = [];

    /// <summary>All fields that a field selector may name.</summary>
    public IReadOnlySet<string> SelectableFields => field ??= FieldLabels.Select(label => label.Label)
        .Append("metadata.name").Concat(Namespaced ? ["metadata.namespace"] : (string[])[]).ToHashSet();

    /// <summary>Whether an object is deleted in two steps, with a grace period in between.</summary>
    public bool DeletesGracefully { get; init; }

    /// <summary>Whether a spec that differs raises <c>metadata.generation</c>.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>The <c>apiVersion</c> of its objects.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name in messages: <c>pods</c>, or <c>deployments.apps</c> outside core.</summary>
    public string QualifiedName { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The kind of a list of such objects.</summary>
    public string ListKind { get; } = Kind + "List";

    /// <inheritdoc/>
    public bool Equals(ResourceType? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(QualifiedName);

    /// <inheritdoc/>
    public override string ToString() => QualifiedName;
}
