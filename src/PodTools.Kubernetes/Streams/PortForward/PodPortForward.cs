using System.Net.Sockets;
using System.Net.WebSockets;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;

namespace PodTools;

/// <summary>
/// A local port whose connections go to a port of a pod, until it is stopped. Connections are independent: one that fails
/// is reported (<see cref="LastError"/>, <see cref="ConnectionFailed"/>) and harms no other. When the pod goes, the port
/// stays open and moves to the pod's replacement.
/// </summary>
public sealed class PodPortForward : IAsyncDisposable
{
    private readonly LocalListener _listener;
    private readonly PortRoute _route;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private long _bytesIn;
    private long _bytesOut;
    private long _connections;
    private int _openConnections;

    internal PodPortForward(LocalListener listener, PortRoute route, string target, TimeProvider time)
    {
        _listener = listener;
        _route = route;
        _time = time;
        _stopped = _stop.Token;
        LocalPort = listener.Port;
        Target = target;
        Address = string.Join(", ", listener.Addresses);
        Context = route.Pod.Context;
        Namespace = route.Pod.Metadata?.Namespace ?? "";
        KubernetesConnection.OriginOf(route.Pod)?.Pin(this);
        Completion = RunAsync();
    }

    /// <summary>Raised for each connection that failed, on a thread of the pool. The connection is closed by then.</summary>
    public event EventHandler<KubernetesException>? ConnectionFailed;

    /// <summary>The port on this machine.</summary>
    public int LocalPort { get; }

    /// <summary>The port's number in the pod. It may change with the pod when the port was asked for by name.</summary>
    public int RemotePort => _route.RemotePort;

    /// <summary>Where this machine listens: IP addresses.</summary>
    public string Address { get; }

    /// <summary>What was asked for: <c>pod/web-1</c>, <c>service/web</c>, <c>deployment/web</c> or <c>pods app=web</c>.</summary>
    public string Target { get; }

    /// <summary>The pod that new connections go to; while <see cref="State"/> is Waiting, the last one.</summary>
    public string Pod => _route.Pod.Metadata?.Name ?? "";

    /// <summary>The namespace of the pod.</summary>
    public string Namespace { get; }

    /// <summary>The context of the pod.</summary>
    public string? Context { get; }

    /// <summary>What the port is doing now.</summary>
    public PodPortForwardState State => _stopped.IsCancellationRequested
        ? PodPortForwardState.Stopped
        : _route.HasPod ? PodPortForwardState.Active : PodPortForwardState.Waiting;

    /// <summary>How many connections were accepted so far.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>How many of them are open.</summary>
    public int OpenConnections => Volatile.Read(ref _openConnections);

    /// <summary>The bytes that came from the pod.</summary>
    public long BytesIn => Interlocked.Read(ref _bytesIn);

    /// <summary>The bytes that went to the pod.</summary>
    public long BytesOut => Interlocked.Read(ref _bytesOut);

    /// <summary>How often the port moved to another pod, or found its pod again.</summary>
    public int Reconnects => _route.Moves;

    /// <summary>Why the last failed connection failed; null when none did.</summary>
    public KubernetesException? LastError { get; private set; }

    /// <summary>Ends when the port was stopped and everything of it is closed. Never fails.</summary>
    public Task Completion { get; }

    /// <summary>Stops listening and drops all connections. The local port is free when this returns.</summary>
    public void Stop()
    {
        _listener.Dispose();
        if (!_stopped.IsCancellationRequested)
        {
            _stop.Cancel();
        }
    }

    /// <summary>Stops, and waits until all connections are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Completion.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{LocalPort} -> {Target}:{RemotePort}";

    internal void CountIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    internal void CountOut(int bytes) => Interlocked.Add(ref _bytesOut, bytes);

    private async Task RunAsync()
    {
        await Task.WhenAll(_listener.Sockets.Select(AcceptAsync).Append(_route.FollowAsync(_stopped))).ConfigureAwait(false);
        _route.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Socket listening)
    {
        var open = new HashSet<Task>();
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                var local = await listening.AcceptAsync(_stopped).ConfigureAwait(false);
                open.RemoveWhere(task => task.IsCompleted);
                open.Add(CarryAsync(local));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
            catch (SocketException) when (!_stopped.IsCancellationRequested)
            {
                // A client that left before it was accepted, or no free handle at the moment: others may still come.
                // Or the port is just being stopped, which is not waited through.
                await Task.Delay(PortRoute.CheckInterval, _time, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (SocketException)
            {
                break;
            }
        }

        await Task.WhenAll(open).ConfigureAwait(false);
    }

    private async Task CarryAsync(Socket local)
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _openConnections);
        try
        {
            local.NoDelay = true;
            using var connection = new ForwardedConnection(local, await _route.OpenAsync(_stopped).ConfigureAwait(false), this, _time);
            if (await connection.RunAsync(_stopped).ConfigureAwait(false) is { } error)
            {
                Fail(new KubernetesException(StreamReason.PortForwardFailed, $"A connection to port {RemotePort} of {Target} failed in the pod: {error.Trim()}"));
            }
        }
        catch (KubernetesException e)
        {
            local.Reset();
            Fail(e);
        }
        catch (WebSocketException e)
        {
            Fail(new KubernetesException(KubernetesReason.ConnectionLost, $"A connection to port {RemotePort} of {Target} was lost.", e));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The port was stopped, or the local side went away: neither is worth a report.
        }
        finally
        {
            local.Dispose();
            Interlocked.Decrement(ref _openConnections);
        }
    }

    private void Fail(KubernetesException error)
    {
        LastError = error;
        ConnectionFailed?.Invoke(this, error);
    }
}
