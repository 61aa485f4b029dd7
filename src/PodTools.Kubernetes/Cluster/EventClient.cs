namespace PodTools.Kubernetes;

/// <summary>
/// The events of a cluster (core/v1): what its parts report about objects. All methods throw a
/// <see cref="KubernetesException"/> when the server refuses or cannot be reached.
/// </summary>
/// <param name="connection">The connection to use.</param>
/// <param name="onWarning">Receives warnings of the API server and of the connection; may be null.</param>
public sealed class EventClient(KubernetesConnection connection, Action<string>? onWarning = null)
{
    /// <summary>The query for the events about a pod, this very one and not an earlier one of the same name.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>The query.</returns>
    public static PodQuery About(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var selector = $"involvedObject.kind=Pod,involvedObject.name={pod.Metadata?.Name}";
        return new() { FieldSelector = pod.Metadata?.Uid is { } uid ? $"{selector},involvedObject.uid={uid}" : selector };
    }

    /// <summary>Lists events, in the order of their names, which is not that of their times.</summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="query">Which ones, such as <see cref="About"/>; null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The events, as they arrive.</returns>
    public IAsyncEnumerable<CoreEvent> ListAsync(string? ns, PodQuery? query = null, CancellationToken cancellationToken = default) =>
        Lister(ns, query).ListAsync(cancellationToken);

    /// <summary>
    /// Watches events until it is cancelled: first those that exist, then new ones, and known ones again when their count
    /// rises. It resumes after lost connections.
    /// </summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="query">Which ones, such as <see cref="About"/>; null for all.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The events, as they arrive.</returns>
    public IAsyncEnumerable<CoreEvent> WatchAsync(string? ns, PodQuery? query = null, CancellationToken cancellationToken = default) =>
        new ResourceWatcher<CoreEvent>(Lister(ns, query))
            .WatchAsync(null, change => change.Object!, cancellationToken);

    private ResourceLister<CoreEvent> Lister(string? ns, PodQuery? query)
    {
        var path = ns is null ? "/api/v1/events" : ApiRequest.Segments("api", "v1", "namespaces", ns, "events");
        return new(connection, path, query ?? PodQuery.Everything, onWarning);
    }
}
