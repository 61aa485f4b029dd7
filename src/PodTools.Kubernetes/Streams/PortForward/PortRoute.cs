using System.Net;
using System.Net.WebSockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// The way from a forwarded port to a pod: remembers the pod in use, notices when it goes or restarts, and waits for it to
/// come back or for its replacement. Shared by all connections of one port, so that they move together and ask the cluster once.
/// </summary>
internal sealed class PortRoute : IDisposable
{
    /// <summary>How long a new connection waits for a pod that can take it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How often the cluster is asked for a pod while a connection waits for one.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly PortForwardTarget _target;
    private readonly PortSpec _port;
    private readonly OpenPort _open;
    private readonly TimeProvider _time;
    private bool _lost;

    public PortRoute(PortForwardTarget target, PortSpec port, OpenPort open, TimeProvider time, Pod pod)
    {
        (_target, _port, _open, _time) = (target, port, open, time);
        Pod = pod;
        RemotePort = target.Resolve(pod, port);
        _lost = !Serves(pod, RemotePort);
    }

    /// <summary>The pod in use, or the last one.</summary>
    public Pod Pod { get; private set; }

    /// <summary>Whether there is a pod to connect to, as far as is known.</summary>
    public bool HasPod => !_lost;

    /// <summary>The port's number in the pod in use.</summary>
    public int RemotePort { get; private set; }

    /// <summary>How often another pod, or the same one restarted, took over.</summary>
    public int Moves { get; private set; }

    /// <summary>
    /// Opens a connection to the pod in use; when that pod is gone, to its replacement, for which it waits.
    /// </summary>
    public async Task<WebSocket> OpenAsync(CancellationToken cancellationToken)
    {
        var deadline = _time.GetTimestamp() + (long)(Patience.TotalSeconds * _time.TimestampFrequency);
        while (true)
        {
            var used = Pod;
            KubernetesException failure;
            if (HasPod)
            {
                try
                {
                    return await _open(used, RemotePort, cancellationToken).ConfigureAwait(false);
                }
                catch (KubernetesException e) when (MeansPodIsGone(e))
                {
                    failure = e;
                    await CheckAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            else
            {
                failure = new KubernetesException(StreamReason.PodNotRunning, $"There is no running pod for {_target.Name} to connect to.");
                await CheckAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_time.GetTimestamp() >= deadline)
            {
                throw failure;
            }

            if (!HasPod || ReferenceEquals(used, Pod))
            {
                await Task.Delay(CheckInterval, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Follows what happens to the pod, so that the state is true and the replacement found also while nobody connects.
    /// Without the right to watch pods, connections notice. Never fails.
    /// </summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in _target.WatchAsync(Pod, cancellationToken).ConfigureAwait(false))
                {
                    if (IsNews(change))
                    {
                        await CheckAsync(cancellationToken).ConfigureAwait(false);
                    }
                }

                await Task.Delay(Patience, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.Forbidden)
            {
                return;
            }
            catch (KubernetesException)
            {
                // A cluster that cannot be asked says nothing about the pod; connections will tell.
                await Task.Delay(Patience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Asks the cluster which pod to use from now on.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Take(await _target.FindAsync(Pod, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private static bool MeansPodIsGone(KubernetesException e) =>
        e.Reason is "NotFound" or StreamReason.PodCompleted or StreamReason.PodNotRunning or StreamReason.ContainerNotRunning;

    /// <summary>Whether the container that declares the port runs; where none declares it, whether any does.</summary>
    private static bool Serves(Pod pod, int remotePort)
    {
        var declaring = pod.Spec?.Containers.FirstOrDefault(container => container.Ports.Any(port => port.ContainerPort == remotePort))?.Name;
        var statuses = pod.Status?.ContainerStatuses ?? [];
        return statuses.Count == 0
            || statuses.Any(status => status.State?.Running is not null && (declaring is null || status.Name == declaring));
    }

    private static int RestartsOf(Pod pod) => pod.Status?.ContainerStatuses.Sum(status => status.RestartCount ?? 0) ?? 0;

    private static bool IsSameLife(Pod one, Pod other) => one.Metadata?.Uid == other.Metadata?.Uid && RestartsOf(one) == RestartsOf(other);

    private void Take(Pod? found)
    {
        if (found is null)
        {
            _lost = true;
            return;
        }

        var remotePort = _target.Resolve(found, _port);
        if (!Serves(found, remotePort))
        {
            (Pod, RemotePort, _lost) = (found, remotePort, true);
            return;
        }

        if (_lost || !IsSameLife(found, Pod))
        {
            Moves++;
        }

        (Pod, RemotePort, _lost) = (found, remotePort, false);
    }

    /// <summary>Whether a change matters: of the pod in use, unless it runs on, and of any other while a replacement is wanted.</summary>
    private bool IsNews(PodWatchEvent change)
    {
        if (change.Pod.Metadata?.Uid != Pod.Metadata?.Uid)
        {
            return _lost || !_target.IsFit(Pod);
        }

        var runs = change.Type != PodWatchEventType.Deleted && _target.IsFit(change.Pod) && Serves(change.Pod, RemotePort);
        return _lost ? runs : !runs || !IsSameLife(change.Pod, Pod);
    }
}
