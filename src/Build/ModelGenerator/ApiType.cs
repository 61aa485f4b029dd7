namespace PodTools.Build.Model;

/// <summary>One object type of the API, reduced to what the generated code needs.</summary>
/// <param name="Name">The name in the API, such as <c>Event</c>.</param>
/// <param name="ClassName">The name of its class, such as <c>CoreEvent</c>.</param>
/// <param name="ApiVersion">The group and version of a kind, such as <c>policy/v1</c>; null for parts of kinds.</param>
/// <param name="IsAtomic">Whether server-side apply treats an object of it as one value.</param>
/// <param name="Fields">Its fields, in the order of the document, which is alphabetical.</param>
public sealed record ApiType(string Name, string ClassName, string? ApiVersion, bool IsAtomic, IReadOnlyList<ApiField> Fields)
{
    /// <summary>Whether it is the list of a kind.</summary>
    public bool IsList => ApiVersion is not null && Fields.Any(item => item is { Name: "metadata", Value: "ListMeta" })
        && Fields.Any(item => item.Name == "items");

    /// <summary>Whether it is a kind that has metadata of its own.</summary>
    public bool IsObject => ApiVersion is not null && Fields.Any(item => item is { Name: "metadata", Value: "ObjectMeta" });
}
