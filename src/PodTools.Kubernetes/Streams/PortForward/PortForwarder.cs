namespace PodTools.Kubernetes.Streams;

/// <summary>Starts to forward local ports to pods.</summary>
public static class PortForwarder
{
    /// <summary>The address that is listened on unless others are given: both loopback addresses.</summary>
    public const string DefaultAddress = LocalListener.Localhost;

    /// <summary>
    /// Forwards ports. When this returns, all of them are listened on; when it throws, none is.
    /// </summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="target">Where connections go.</param>
    /// <param name="ports">The ports, at least one.</param>
    /// <param name="addresses">IP addresses of this machine to listen on, or <c>localhost</c>; null for <see cref="DefaultAddress"/>.</param>
    /// <param name="cancellationToken">Ends the start; a port that is forwarded is ended by <see cref="PodPortForward.Stop"/>.</param>
    /// <returns>One session for each port, in their order.</returns>
    /// <exception cref="KubernetesException">
    /// There is no running pod (<see cref="StreamReason.PodNotRunning"/>), a port makes no sense
    /// (<see cref="StreamReason.PortInvalid"/>) or is taken (<see cref="StreamReason.LocalPortUnavailable"/>), or the
    /// cluster refused.
    /// </exception>
    public static Task<IReadOnlyList<PodPortForward>> StartAsync(
        KubernetesConnection connection,
        PortForwardTarget target,
        IReadOnlyList<PortSpec> ports,
        IReadOnlyList<string>? addresses,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return StartAsync((pod, port, cancel) => OpenAsync(connection, pod, port, cancel), target, ports, addresses, TimeProvider.System, cancellationToken);
    }

    internal static async Task<IReadOnlyList<PodPortForward>> StartAsync(
        OpenPort open,
        PortForwardTarget target,
        IReadOnlyList<PortSpec> ports,
        IReadOnlyList<string>? addresses,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(ports);
        if (ports.Count == 0)
        {
            throw new KubernetesException(StreamReason.PortInvalid, "There is no port to forward. Give at least one, as 8888:8080 or 8080.");
        }

        var pod = await target.FindAsync(null, cancellationToken).ConfigureAwait(false)
            ?? throw new KubernetesException(StreamReason.PodNotRunning, $"No port can be forwarded to {target.Name}: it has no running pod.");
        var started = new List<PodPortForward>();
        try
        {
            foreach (var port in ports)
            {
                started.Add(Start(open, target, pod, port, addresses is { Count: > 0 } ? addresses : [DefaultAddress], time));
            }

            return started;
        }
        catch
        {
            started.ForEach(session => session.Stop());
            throw;
        }
    }

    private static PodPortForward Start(
        OpenPort open, PortForwardTarget target, Pod pod, PortSpec port, IReadOnlyList<string> addresses, TimeProvider time)
    {
        var route = new PortRoute(target, port, open, time, pod);
        var listener = LocalListener.Start(addresses, port.LocalPort ?? target.LocalPortFor(port, route.RemotePort));
        return new PodPortForward(listener, route, target.Name, time);
    }

    private static async Task<System.Net.WebSockets.WebSocket> OpenAsync(
        KubernetesConnection connection, Pod pod, int port, CancellationToken cancellationToken)
    {
        var path = ApiRequest.Segments("api", "v1", "namespaces", pod.Namespace, "pods", pod.Name, "portforward");
        var request = new ApiRequest(HttpMethod.Get, path).With("ports", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            return await connection.OpenWebSocketAsync(request, StreamProtocols.PortForward, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException refused)
        {
            throw StreamFailure.ToOpen(refused);
        }
    }
}
