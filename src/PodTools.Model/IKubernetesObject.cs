namespace PodTools;

/// <summary>An object of the API that has a kind and metadata of its own.</summary>
public interface IKubernetesObject
{
    /// <summary>The group and version, such as <c>v1</c>. The server leaves it out for objects inside a list.</summary>
    string? ApiVersion { get; set; }

    /// <summary>The kind, such as <c>Pod</c>. The server leaves it out for objects inside a list.</summary>
    string? Kind { get; set; }

    /// <summary>The name, namespace, labels and so on.</summary>
    ObjectMeta? Metadata { get; set; }
}
