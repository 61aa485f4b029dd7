namespace PodTools.Kubernetes;

/// <summary>
/// The nodes of a cluster. All methods throw a <see cref="KubernetesException"/> when the server refuses or cannot be reached.
/// </summary>
/// <param name="connection">The connection to use.</param>
/// <param name="onWarning">Receives warnings of the API server and of the connection; may be null.</param>
public sealed class NodeClient(KubernetesConnection connection, Action<string>? onWarning = null)
{
    private const string Path = "/api/v1/nodes";

    /// <summary>Lists nodes in the order of their names.</summary>
    /// <param name="query">Which ones; null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The nodes, as they arrive.</returns>
    public IAsyncEnumerable<Node> ListAsync(PodQuery? query = null, CancellationToken cancellationToken = default) =>
        new ResourceLister<Node>(connection, Path, query ?? PodQuery.Everything, onWarning).ListAsync(cancellationToken);

    /// <summary>Gets a node.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The node; reason <c>NotFound</c> when there is none.</returns>
    public Task<Node> GetAsync(string name, CancellationToken cancellationToken = default) =>
        connection.ReadAsync<Node>(new(HttpMethod.Get, Path + ApiRequest.Segments(name)) { OnWarning = onWarning }, cancellationToken);
}
