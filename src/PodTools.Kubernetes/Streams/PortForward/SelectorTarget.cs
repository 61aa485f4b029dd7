namespace PodTools.Kubernetes.Streams;

/// <summary>Forwards to a ready pod among those that a label selector selects.</summary>
public class SelectorTarget : PortForwardTarget
{
    private readonly PodClient _pods;
    private readonly string _ns;

    /// <summary>Forwards to a pod of a selector.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="labelSelector">The selector in the API's own syntax.</param>
    public SelectorTarget(KubernetesConnection connection, string ns, string labelSelector)
        : this(connection, ns, labelSelector, $"pods {labelSelector}")
    {
    }

    private protected SelectorTarget(KubernetesConnection connection, string ns, string labelSelector, string name)
        : base(name)
    {
        _pods = new PodClient(connection);
        _ns = ns;
        LabelSelector = labelSelector;
    }

    /// <summary>The selector in the API's own syntax.</summary>
    public string LabelSelector { get; }

    private PodQuery Query => new() { LabelSelector = LabelSelector };

    /// <inheritdoc/>
    public override async Task<Pod?> FindAsync(Pod? current, CancellationToken cancellationToken)
    {
        Pod? running = null;
        Pod? ready = null;
        await foreach (var pod in _pods.ListAsync(_ns, Query, cancellationToken).ConfigureAwait(false))
        {
            var isCurrent = current is not null && pod.Metadata?.Uid == current.Metadata?.Uid;
            if (isCurrent && IsReady(pod))
            {
                return pod;
            }

            // At the start a running pod will do, as it does when it is named: it may become ready only by being talked to.
            running ??= (current is null || isCurrent) && IsUsable(pod) ? pod : null;
            ready ??= IsReady(pod) ? pod : null;
        }

        return ready ?? running;
    }

    internal override bool IsFit(Pod pod) => IsReady(pod);

    /// <inheritdoc/>
    public override IAsyncEnumerable<PodWatchEvent> WatchAsync(Pod current, CancellationToken cancellationToken) =>
        _pods.WatchAsync(_ns, Query, null, cancellationToken);
}
