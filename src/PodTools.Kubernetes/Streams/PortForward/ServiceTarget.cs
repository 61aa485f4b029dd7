using System.Globalization;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// Forwards to a ready pod of a service. Ports are the service's: each is mapped to its target port by number or by name.
/// </summary>
public sealed class ServiceTarget : SelectorTarget
{
    private readonly Service _service;

    private ServiceTarget(KubernetesConnection connection, string ns, Service service, string labelSelector)
        : base(connection, ns, labelSelector, $"service/{service.Metadata?.Name}") => _service = service;

    /// <summary>Reads a service and forwards to its pods.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="ns">The service's namespace.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="cancellationToken">Stops waiting for the server.</param>
    /// <exception cref="KubernetesException">
    /// The server refused, or the service selects no pods: reason <see cref="StreamReason.PodNotRunning"/>.
    /// </exception>
    public static async Task<ServiceTarget> OpenAsync(KubernetesConnection connection, string ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var path = ApiRequest.Segments("api", "v1", "namespaces", ns, "services", name);
        var service = await connection.ReadAsync<Service>(new ApiRequest(HttpMethod.Get, path), cancellationToken).ConfigureAwait(false);
        if (service.Spec is { Type: "ExternalName", ExternalName: var host })
        {
            throw new KubernetesException(
                StreamReason.PodNotRunning, $"No port can be forwarded to service '{name}': it has no pods, it only stands for the name '{host}'. Connect to that.");
        }

        var labels = service.Spec?.Selector ?? new Dictionary<string, string>();
        return labels.Count > 0
            ? new ServiceTarget(connection, ns, service, string.Join(',', labels.Select(label => $"{label.Key}={label.Value}")))
            : throw new KubernetesException(StreamReason.PodNotRunning, $"No port can be forwarded to service '{name}': it has no selector, and so no pods of its own.");
    }

    /// <inheritdoc/>
    public override int Resolve(Pod pod, PortSpec port)
    {
        var servicePort = Find(port);
        var target = servicePort.TargetPort ?? new IntOrString(servicePort.Port ?? 0);
        var inPod = target.IsNumber ? target.Number.ToString(CultureInfo.InvariantCulture) : target.Text!;
        return new PortSpec(port.LocalPort, inPod).Resolve(pod);
    }

    /// <inheritdoc/>
    public override int LocalPortFor(PortSpec port, int remotePort) => Find(port).Port ?? remotePort;

    private ServicePort Find(PortSpec port)
    {
        ArgumentNullException.ThrowIfNull(port);
        var ports = _service.Spec?.Ports ?? [];
        var found = ports.FirstOrDefault(each => port.RemoteNumber is { } number ? each.Port == number : each.Name == port.Remote)
            ?? throw new KubernetesException(
                StreamReason.PortInvalid,
                $"The port '{port.Remote}' cannot be forwarded: service '{_service.Metadata?.Name}' has the ports {string.Join(", ", ports.Select(TextOf))}.");
        return found.Protocol is null or "TCP"
            ? found
            : throw new KubernetesException(StreamReason.PortInvalid, $"The port '{port.Remote}' cannot be forwarded: it is {found.Protocol}, and only TCP can be.");
    }

    private static string TextOf(ServicePort port) =>
        string.IsNullOrEmpty(port.Name) ? $"{port.Port}" : $"{port.Port} ({port.Name})";
}
