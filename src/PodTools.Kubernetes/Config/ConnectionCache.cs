namespace PodTools.Kubernetes;

/// <summary>
/// The connections of this process, one for each context of each kubeconfig. Shared by all runspaces on purpose: a
/// connection holds no state of its users.
/// </summary>
internal sealed class ConnectionCache
{
    private readonly object _lock = new();
    private readonly Dictionary<(string? Path, string Context), (string Fingerprint, KubernetesConnection Connection)> _open = [];

    internal static ConnectionCache Shared { get; } = new();

    /// <summary>Gives the connection of a context.</summary>
    /// <param name="path">The kubeconfig; null for the usual one.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <param name="options">Limits and clock, where the connection is not open yet; null for the usual ones.</param>
    internal KubernetesConnection Open(string? path, string? context, ConnectionOptions? options = null)
    {
        // As with kubectl, the service account counts where there is no kubeconfig, or none that says anything.
        if (path is null && InClusterConfig.IsPresent && (KubeConfigPaths.TryFind(null) is null || KubeConfig.Load().IsEmpty))
        {
            return Get(null, InClusterConfig.ContextName, InClusterConfig.Fingerprint, InClusterConfig.Resolve, options);
        }

        var config = KubeConfig.Load(path);
        var fingerprint = config.Fingerprint(context);
        return Get(config.Path, context ?? config.CurrentContext!, fingerprint, () => config.Resolve(context), options);
    }

    /// <summary>Closes what no request uses at the moment.</summary>
    internal void CloseIdle()
    {
        lock (_lock)
        {
            foreach (var (_, connection) in _open.Values)
            {
                connection.CloseOwnIdle();
            }
        }
    }

    private KubernetesConnection Get(string? path, string context, string fingerprint, Func<ClusterAccess> resolve, ConnectionOptions? options)
    {
        lock (_lock)
        {
            if (_open.TryGetValue((path, context), out var known) && known.Fingerprint == fingerprint)
            {
                return known.Connection;
            }

            // The one before is not closed: pods that were read over it still lead back to it.
            var connection = new KubernetesConnection(resolve(), options);
            _open[(path, context)] = (fingerprint, connection);
            return connection;
        }
    }
}
