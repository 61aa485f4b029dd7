namespace PodTools.Kubernetes;

/// <summary>Which pods a list, a watch or a delete of a collection is about.</summary>
public sealed record PodQuery
{
    /// <summary>The query for everything.</summary>
    public static PodQuery Everything { get; } = new();

    /// <summary>A label selector as the API writes it, such as <c>app=web,tier in (a,b),!debug</c>; null for any.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector as the API writes it, such as <c>status.phase=Running</c>; null for any.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>How many pods the server is asked for at a time, at least 1.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How many pods are wanted, at least 1: no more are asked for. Null for all.</summary>
    public int? Most { get; init; }

    /// <summary>
    /// Whether names, labels and the rest of the metadata are enough: the server then leaves specification and status out, which
    /// are most of a pod.
    /// </summary>
    public bool MetadataOnly { get; init; }

    /// <summary>The query for one pod by its name, for lists and watches.</summary>
    /// <param name="name">The name of the pod.</param>
    /// <returns>The query.</returns>
    public static PodQuery ForName(string name) => new() { FieldSelector = $"metadata.name={name}" };

    internal ApiRequest AddTo(ApiRequest request) => request.With("labelSelector", LabelSelector).With("fieldSelector", FieldSelector);
}
