namespace PodTools.Kubernetes;

/// <summary>The paths of pods in the API.</summary>
internal static class PodPath
{
    /// <summary>The pods of a namespace, or of all when it is null.</summary>
    internal static string Collection(string? ns) =>
        ns is null ? "/api/v1/pods" : ApiRequest.Segments("api", "v1", "namespaces", ns, "pods");

    /// <summary>One pod, or a subresource of it such as <c>log</c>.</summary>
    internal static string One(string ns, string name, string? subresource = null) =>
        ApiRequest.Segments("api", "v1", "namespaces", ns, "pods", name, subresource);
}
