using System.Net.WebSockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// The way from a forwarded port to a pod: remembers the pod in use, notices when it goes, and waits for its replacement.
/// Shared by all connections of one port, so that they move together and ask the cluster once.
/// </summary>
internal sealed class PortRoute(PortForwardTarget target, PortSpec port, OpenPort open, TimeProvider time, Pod pod) : IDisposable
{
    /// <summary>How long a new connection waits for a pod that can take it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How often the cluster is asked whether the pod is still there, or whether another one is ready.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private bool _lost;

    /// <summary>The pod in use, or the last one.</summary>
    public Pod Pod { get; private set; } = pod;

    /// <summary>Whether there is a pod to connect to, as far as is known.</summary>
    public bool HasPod => !_lost;

    /// <summary>The port's number in the pod in use.</summary>
    public int RemotePort { get; private set; } = target.Resolve(pod, port);

    /// <summary>How often another pod, or the same one restarted, took over.</summary>
    public int Moves { get; private set; }

    /// <summary>
    /// Opens a connection to the pod in use; when that pod is gone, to its replacement, for which it waits.
    /// </summary>
    public async Task<WebSocket> OpenAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetTimestamp() + (long)(Patience.TotalSeconds * time.TimestampFrequency);
        while (true)
        {
            var used = Pod;
            KubernetesException failure;
            if (HasPod)
            {
                try
                {
                    return await open(used, RemotePort, cancellationToken).ConfigureAwait(false);
                }
                catch (KubernetesException e) when (MeansPodIsGone(e))
                {
                    failure = e;
                    await CheckAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            else
            {
                failure = new KubernetesException(StreamReason.PodNotRunning, $"There is no running pod for {target.Name} to connect to.");
                await CheckAsync(cancellationToken).ConfigureAwait(false);
            }

            if (time.GetTimestamp() >= deadline)
            {
                throw failure;
            }

            if (!HasPod || ReferenceEquals(used, Pod))
            {
                await Task.Delay(CheckInterval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks the cluster which pod to use from now on.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await target.FindAsync(Pod, cancellationToken).ConfigureAwait(false);
            if (found is null)
            {
                _lost = true;
                return;
            }

            var remotePort = target.Resolve(found, port);
            if (_lost || found.Metadata?.Uid != Pod.Metadata?.Uid)
            {
                Moves++;
            }

            Pod = found;
            RemotePort = remotePort;
            _lost = false;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private static bool MeansPodIsGone(KubernetesException e) =>
        e.Reason is "NotFound" or StreamReason.PodCompleted or StreamReason.PodNotRunning or StreamReason.ContainerNotRunning;
}
