using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>What the parameters of New-Pod and New-PodContainer say about a container.</summary>
/// <param name="name">Its name.</param>
/// <param name="image">Its image.</param>
internal sealed class ContainerParts(string name, string image)
{
    /// <summary>What runs instead of the image's entry point.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The arguments of what runs.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The ports, as 80, 53/UDP or web:8080.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The environment variables: values, or tables that say where they come from.</summary>
    public IDictionary? Env { get; init; }

    /// <summary>What becomes variables as a whole, as <c>configMap/app</c> or <c>secret/db</c>.</summary>
    public IReadOnlyList<string> EnvFrom { get; init; } = [];

    /// <summary>When it is ready to serve.</summary>
    public IDictionary? ReadinessProbe { get; init; }

    /// <summary>When it is alive.</summary>
    public IDictionary? LivenessProbe { get; init; }

    /// <summary>When it has started.</summary>
    public IDictionary? StartupProbe { get; init; }

    /// <summary>What it may do.</summary>
    public IDictionary? SecurityContext { get; init; }

    /// <summary>What it asks for.</summary>
    public IDictionary? Requests { get; init; }

    /// <summary>What it may use at most.</summary>
    public IDictionary? Limits { get; init; }

    /// <summary>The paths at which volumes are mounted, by the volumes' names; a path that ends in <c>:ro</c> is read-only.</summary>
    public IDictionary? Mounts { get; init; }

    /// <summary>When the image is pulled.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Makes the container.</summary>
    /// <exception cref="PodCommandException">A port, a variable, a resource or a table makes no sense.</exception>
    public Container Build() => new()
    {
        Name = name,
        Image = image,
        Command = [.. Command],
        Args = [.. Arguments],
        ImagePullPolicy = ImagePullPolicy,
        Ports = [.. Ports.Select(ParsePort)],
        Env = [.. EnvironmentParts.Variables(Env)],
        EnvFrom = [.. EnvFrom.Select(EnvironmentParts.Source)],
        ReadinessProbe = Tables.ToModelOrNull<Probe>(ReadinessProbe, $"-{nameof(ReadinessProbe)}"),
        LivenessProbe = Tables.ToModelOrNull<Probe>(LivenessProbe, $"-{nameof(LivenessProbe)}"),
        StartupProbe = Tables.ToModelOrNull<Probe>(StartupProbe, $"-{nameof(StartupProbe)}"),
        SecurityContext = Tables.ToModelOrNull<SecurityContext>(SecurityContext, $"-{nameof(SecurityContext)}"),
        VolumeMounts = [.. Tables.ToText(Mounts).Select(MountAt)],
        Resources = Requests is null && Limits is null
            ? null
            : new ResourceRequirements { Requests = Tables.ToQuantities(Requests, "-Request"), Limits = Tables.ToQuantities(Limits, "-Limit") },
    };

    private static ContainerPortSpec ParsePort(string text)
    {
        var protocol = text.Split('/');
        var number = protocol[0].Split(':');
        if (protocol.Length > 2 || number.Length > 2 || !int.TryParse(number[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            throw new PodCommandException("PortInvalid", ErrorCategory.InvalidArgument, $"'{text}' is no port of a container.", "Write 80, 53/UDP or web:8080.");
        }

        return new ContainerPortSpec
        {
            ContainerPort = port,
            Name = number.Length == 2 ? number[0] : null,
            Protocol = protocol.Length == 2 ? protocol[1].ToUpperInvariant() : null,
        };
    }

    private static VolumeMount MountAt(KeyValuePair<string, string> mount)
    {
        const string ReadOnly = ":ro";
        return mount.Value.EndsWith(ReadOnly, StringComparison.Ordinal)
            ? new VolumeMount { Name = mount.Key, MountPath = mount.Value[..^ReadOnly.Length], ReadOnly = true }
            : new VolumeMount { Name = mount.Key, MountPath = mount.Value };
    }
}
