using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Builds a volume for New-Pod.</summary>
/// <remarks>Nothing is sent anywhere. Containers mount it by its name: see -Mount of New-PodContainer.</remarks>
/// <example>
/// <code>New-PodVolume shared -EmptyDir</code>
/// <para>An empty folder that lives as long as the pod.</para>
/// </example>
/// <example>
/// <code>New-PodVolume conf -ConfigMap app-settings</code>
/// <para>The entries of a config map as files.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "PodVolume", DefaultParameterSetName = Empty)]
[OutputType(typeof(Volume))]
public sealed class NewPodVolumeCommand : PodCmdlet
{
    private const string Empty = "EmptyDir";

    /// <summary>The name by which containers mount it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>An empty folder that lives as long as the pod. This is the default.</summary>
    [Parameter(ParameterSetName = Empty)]
    public SwitchParameter EmptyDir { get; set; }

    /// <summary>Keeps the empty folder in memory.</summary>
    [Parameter(ParameterSetName = Empty)]
    public SwitchParameter InMemory { get; set; }

    /// <summary>The most that the empty folder may hold, such as 64Mi.</summary>
    [Parameter(ParameterSetName = Empty)]
    public string? SizeLimit { get; set; }

    /// <summary>A file or folder of the node.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "HostPath")]
    [ValidateNotNullOrEmpty]
    public string? HostPath { get; set; }

    /// <summary>The name of a config map, whose entries become files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ConfigMap")]
    [ValidateNotNullOrEmpty]
    public string? ConfigMap { get; set; }

    /// <summary>The name of a secret, whose entries become files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Secret")]
    [ValidateNotNullOrEmpty]
    public string? Secret { get; set; }

    /// <summary>The name of a persistent volume claim.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PersistentVolumeClaim")]
    [ValidateNotNullOrEmpty]
    public string? PersistentVolumeClaim { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        pipeline.Write(this switch
        {
            { HostPath: { } path } => new Volume { Name = Name, HostPath = new HostPathVolumeSource { Path = path } },
            { ConfigMap: { } map } => new Volume { Name = Name, ConfigMap = new ConfigMapVolumeSource { Name = map } },
            { Secret: { } secret } => new Volume { Name = Name, Secret = new SecretVolumeSource { SecretName = secret } },
            { PersistentVolumeClaim: { } claim } => new Volume { Name = Name, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim } },
            _ => new Volume { Name = Name, EmptyDir = EmptySource() },
        });
        return Task.CompletedTask;
    }

    private EmptyDirVolumeSource EmptySource() => new()
    {
        Medium = On(InMemory) ? "Memory" : null,
        SizeLimit = SizeLimit is null ? (Quantity?)null : Quantity.Parse(SizeLimit),
    };
}
