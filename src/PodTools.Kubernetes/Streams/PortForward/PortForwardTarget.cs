namespace PodTools.Kubernetes.Streams;

/// <summary>What a port is forwarded to: something that stands for one running pod at any time, but maybe another one later.</summary>
/// <param name="name">How users know it: <c>pod/web-1</c>, <c>service/web</c>.</param>
public abstract class PortForwardTarget(string name)
{
    /// <summary>How users know it: <c>pod/web-1</c>, <c>service/web</c>, <c>deployment/web</c> or <c>pods app=web</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Finds the pod that new connections are to go to.</summary>
    /// <param name="current">The pod they went to so far, preferred while it is usable; null at the start.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>A running pod, or null while there is none.</returns>
    /// <exception cref="KubernetesException">The cluster could not be asked.</exception>
    public abstract Task<Pod?> FindAsync(Pod? current, CancellationToken cancellationToken);

    /// <summary>
    /// Watches what <see cref="FindAsync"/> may find: the pod in use and those that could replace it. Between changes nothing
    /// is asked of the cluster.
    /// </summary>
    /// <param name="current">The pod in use.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubernetesException">The cluster refused.</exception>
    public abstract IAsyncEnumerable<PodWatchEvent> WatchAsync(Pod current, CancellationToken cancellationToken);

    /// <summary>The port number in the pod that a port of this target stands for. Services map theirs.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.PortInvalid"/>.</exception>
    public virtual int Resolve(Pod pod, PortSpec port)
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.Resolve(pod);
    }

    /// <summary>The local port when none was asked for: the number that users know, which for a service is not the pod's.</summary>
    public virtual int LocalPortFor(PortSpec port, int remotePort)
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.RemoteNumber ?? remotePort;
    }

    /// <summary>Whether the pod in use needs no replacement. Where others stand beside it, it must be ready.</summary>
    internal virtual bool IsFit(Pod pod) => IsUsable(pod);

    /// <summary>Whether connections to the pod can work: it runs and is not being deleted.</summary>
    protected static bool IsUsable(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Status?.Phase == "Running" && pod.Metadata?.DeletionTimestamp is null;
    }

    /// <summary>Whether the pod is ready to serve, by its Ready condition.</summary>
    protected static bool IsReady(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return IsUsable(pod) && pod.Status!.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });
    }
}
