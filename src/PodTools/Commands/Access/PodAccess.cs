namespace PodTools;

/// <summary>Whether the user may do something: what <c>Test-PodAccess</c> emits.</summary>
public sealed class PodAccess
{
    /// <summary>Whether it is allowed.</summary>
    public required bool Allowed { get; init; }

    /// <summary>What is to be done, such as <c>get</c> or <c>delete</c>; <c>*</c> for everything.</summary>
    public required string Verb { get; init; }

    /// <summary>The kind of object, such as <c>pods</c>, with its subresource as in <c>pods/log</c>; <c>*</c> for all. Or an address of the server, such as <c>/version</c>, which belongs to no namespace.</summary>
    public required string Resource { get; init; }

    /// <summary>The API group of the resource; empty for the core group, to which pods belong.</summary>
    public string Group { get; init; } = "";

    /// <summary>The one object that it is about; null for all of the kind.</summary>
    public string? Name { get; init; }

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The context of the cluster, and hence the user.</summary>
    public required string Context { get; init; }

    /// <summary>Why, in the words of the server's authorizer; null when it gives no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The sentence that says it.</summary>
    public override string ToString() => $"{(Allowed ? "May" : "May not")} {Verb} {Resource}{(Name is null ? "" : $" '{Name}'")}{(Resource.StartsWith('/') ? "" : $" in namespace '{Namespace}'")}";
}
