using System.Globalization;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// One port to forward, as users write it: <c>8888:8080</c>, <c>8080</c> (the same on both sides), <c>:8080</c> or
/// <c>0:8080</c> (any free local port), <c>8888:web</c> (a named port of the pod).
/// </summary>
/// <param name="LocalPort">The local port; 0 for any free one; null for the number of the remote port.</param>
/// <param name="Remote">The port of the pod: a number or a name.</param>
public sealed record PortSpec(int? LocalPort, string Remote)
{
    /// <summary>The remote port as a number, or null when it is a name.</summary>
    public int? RemoteNumber => TryNumber(Remote, out var number) ? number : null;

    /// <summary>Reads a port to forward.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.PortInvalid"/>: it is not written like that.</exception>
    public static PortSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var separator = text.IndexOf(':', StringComparison.Ordinal);
        var remote = text[(separator + 1)..].Trim();
        if (remote.Length == 0 || remote.Contains(':', StringComparison.Ordinal))
        {
            throw Invalid(text, "write it as 8888:8080, 8080, :8080 or 8888:name");
        }

        if (remote.All(c => char.IsAsciiDigit(c) || c == '-') && !(TryNumber(remote, out var number) && number > 0))
        {
            throw Invalid(text, "the pod's port must be between 1 and 65535");
        }

        return new PortSpec(separator < 0 ? null : LocalPortOf(text, text[..separator].Trim()), remote);
    }

    /// <summary>The number of the port in a pod.</summary>
    /// <exception cref="KubernetesException">
    /// Reason <see cref="StreamReason.PortInvalid"/>: the pod has no port of that name, or it is not a TCP port.
    /// </exception>
    public int Resolve(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var declared = (pod.Spec?.Containers ?? []).Concat(pod.Spec?.InitContainers ?? []).SelectMany(container => container.Ports).ToList();
        var matching = RemoteNumber is { } wanted
            ? declared.Where(port => port.ContainerPort == wanted).ToList()
            : declared.Where(port => port.Name == Remote).ToList();
        var usable = matching.Find(port => port.Protocol is null or "TCP");
        if (usable is null && matching.Count > 0)
        {
            throw Invalid(Remote, $"pod '{pod.Name}' declares it as {matching[0].Protocol}, and only TCP can be forwarded");
        }

        // A number need not be declared: the field only informs.
        return RemoteNumber ?? usable?.ContainerPort ?? throw Invalid(Remote, $"pod '{pod.Name}' has no port of that name{NamesOf(declared)}");
    }

    /// <inheritdoc/>
    public override string ToString() => LocalPort is { } local ? $"{local}:{Remote}" : Remote;

    private static int LocalPortOf(string text, string local)
    {
        if (local.Length == 0)
        {
            return 0;
        }

        return TryNumber(local, out var number) ? number : throw Invalid(text, "the local port must be a number from 0 to 65535");
    }

    private static string NamesOf(IEnumerable<ContainerPortSpec> declared)
    {
        var names = declared.Select(port => port.Name).Where(name => !string.IsNullOrEmpty(name)).ToList();
        return names.Count == 0 ? "" : $"; its named ports are {string.Join(", ", names)}";
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= ushort.MaxValue;

    private static KubernetesException Invalid(string text, string advice) =>
        new(StreamReason.PortInvalid, $"The port '{text}' cannot be forwarded: {advice}.");
}
