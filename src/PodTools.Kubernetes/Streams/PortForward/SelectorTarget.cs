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

    /// <inheritdoc/>
    public override async Task<Pod?> FindAsync(Pod? current, CancellationToken cancellationToken)
    {
        if (current is { Name: { } name } && await _pods.FindAsync(_ns, name, cancellationToken).ConfigureAwait(false) is { } same
            && same.Metadata?.Uid == current.Metadata?.Uid && IsUsable(same))
        {
            return same;
        }

        Pod? running = null;
        Pod? ready = null;
        await foreach (var pod in _pods.ListAsync(_ns, new PodQuery { LabelSelector = LabelSelector }, cancellationToken).ConfigureAwait(false))
        {
            running ??= IsUsable(pod) ? pod : null;
            ready ??= IsReady(pod) ? pod : null;
        }

        // At the start a running pod will do, as it does when it is named: it may become ready only by being talked to.
        return ready ?? (current is null ? running : null);
    }
}
