using System.Collections;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Builds a volume for New-Pod.</summary>
/// <remarks>
/// Nothing is sent anywhere. Containers mount it by its name: see -Mount of New-PodContainer. For kinds of volumes that have
/// no parameters of their own, such as iscsi, -Source takes the fields by the names of the API.
/// </remarks>
/// <example>
/// <code>New-PodVolume shared -EmptyDir</code>
/// <para>An empty folder that lives as long as the pod.</para>
/// </example>
/// <example>
/// <code>New-PodVolume conf -ConfigMap app-settings -Item @{ 'app.conf' = 'conf.d/app.conf' } -Mode 0440</code>
/// <para>One entry of a config map as a file that its owner and group can read.</para>
/// </example>
/// <example>
/// <code>New-PodVolume all -Projected @{ configMap = @{ name = 'app' } }, @{ serviceAccountToken = @{ path = 'token'; expirationSeconds = 3600 } }</code>
/// <para>Several sources in one folder, each by the names of the API.</para>
/// </example>
/// <example>
/// <code>New-PodVolume scratch -Claim 10Gi -StorageClass fast</code>
/// <para>Storage of its own, which is claimed with the pod and goes with it.</para>
/// </example>
/// <seealso cref="NewPodContainerCommand"/>
/// <seealso cref="NewPodCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
/// <seealso href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</seealso>
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
    [Parameter(Mandatory = true, ParameterSetName = nameof(HostPath))]
    [ValidateNotNullOrEmpty]
    public string? HostPath { get; set; }

    /// <summary>What must be, or is made, at the path on the node. Without it nothing is checked.</summary>
    [Parameter(ParameterSetName = nameof(HostPath))]
    [ValidateSet("DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice")]
    public string? HostPathType { get; set; }

    /// <summary>The name of a config map, whose entries become files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(ConfigMap))]
    [ValidateNotNullOrEmpty]
    public string? ConfigMap { get; set; }

    /// <summary>The name of a secret, whose entries become files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Secret))]
    [ValidateNotNullOrEmpty]
    public string? Secret { get; set; }

    /// <summary>Only these entries, with the paths of their files: @{ 'app.conf' = 'conf.d/app.conf' }.</summary>
    [Parameter(ParameterSetName = nameof(ConfigMap))]
    [Parameter(ParameterSetName = nameof(Secret))]
    public IDictionary? Item { get; set; }

    /// <summary>Lets the pod start when the config map or secret is not there.</summary>
    [Parameter(ParameterSetName = nameof(ConfigMap))]
    [Parameter(ParameterSetName = nameof(Secret))]
    public SwitchParameter Optional { get; set; }

    /// <summary>Fields of the pod as files, with the paths of the files: @{ labels = 'metadata.labels'; name = 'metadata.name' }.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(DownwardApi))]
    public IDictionary? DownwardApi { get; set; }

    /// <summary>Several sources in one folder, by the names of the API: configMap, secret, downwardAPI, serviceAccountToken.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Projected))]
    [ValidateNotNullOrEmpty]
    public IDictionary[] Projected { get; set; } = [];

    /// <summary>The permissions of the files in octal digits, such as 0440. Without it the API takes 0644.</summary>
    [Parameter(ParameterSetName = nameof(ConfigMap))]
    [Parameter(ParameterSetName = nameof(Secret))]
    [Parameter(ParameterSetName = nameof(DownwardApi))]
    [Parameter(ParameterSetName = nameof(Projected))]
    [ValidatePattern("^[0-7]{1,4}$")]
    public string? Mode { get; set; }

    /// <summary>The name of a persistent volume claim.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PersistentVolumeClaim))]
    [ValidateNotNullOrEmpty]
    public string? PersistentVolumeClaim { get; set; }

    /// <summary>How much storage is claimed with the pod, such as 10Gi. The claim goes when the pod goes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Claim))]
    [ValidateNotNullOrEmpty]
    public string? Claim { get; set; }

    /// <summary>The storage class of the claim. Without it the cluster's default.</summary>
    [Parameter(ParameterSetName = nameof(Claim))]
    public string? StorageClass { get; set; }

    /// <summary>How the claimed storage may be mounted.</summary>
    [Parameter(ParameterSetName = nameof(Claim))]
    [ValidateSet("ReadWriteOnce", "ReadWriteOncePod", "ReadOnlyMany", "ReadWriteMany")]
    public string[] AccessMode { get; set; } = ["ReadWriteOnce"];

    /// <summary>The host name of an NFS server.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(NfsServer))]
    [ValidateNotNullOrEmpty]
    public string? NfsServer { get; set; }

    /// <summary>The path that the NFS server exports.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(NfsServer))]
    [ValidateNotNullOrEmpty]
    public string? NfsPath { get; set; }

    /// <summary>The driver of a CSI volume that lives as long as the pod.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(CsiDriver))]
    [ValidateNotNullOrEmpty]
    public string? CsiDriver { get; set; }

    /// <summary>Attributes for the CSI driver.</summary>
    [Parameter(ParameterSetName = nameof(CsiDriver))]
    public IDictionary? Attribute { get; set; }

    /// <summary>An image whose files are the volume.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Image))]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>Mounts it for reading only.</summary>
    [Parameter(ParameterSetName = nameof(PersistentVolumeClaim))]
    [Parameter(ParameterSetName = nameof(NfsServer))]
    [Parameter(ParameterSetName = nameof(CsiDriver))]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Any kind of volume by the names of the API: @{ iscsi = @{ targetPortal = '10.0.0.1:3260'; iqn = '...'; lun = 0 } }.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Source))]
    public IDictionary? Source { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var volume = Source is null ? Build() : Tables.ToModel<Volume>(Source, $"-{nameof(Source)}");
        volume.Name = Name;
        pipeline.Write(volume);
        return Task.CompletedTask;
    }

    private Volume Build() => this switch
    {
        { HostPath: { } path } => new() { HostPath = new() { Path = path, Type = HostPathType } },
        { ConfigMap: { } map } => new() { ConfigMap = new() { Name = map, Items = Items(), DefaultMode = FileMode, Optional = On(Optional) ? true : null } },
        { Secret: { } secret } => new() { Secret = new() { SecretName = secret, Items = Items(), DefaultMode = FileMode, Optional = On(Optional) ? true : null } },
        { DownwardApi: { } fields } => new() { DownwardAPI = new() { Items = Fields(fields), DefaultMode = FileMode } },
        { Projected: { Length: > 0 } sources } => new() { Projected = new() { Sources = [.. sources.Select(table => Tables.ToModel<VolumeProjection>(table, $"-{nameof(Projected)}"))], DefaultMode = FileMode } },
        { PersistentVolumeClaim: { } claim } => new() { PersistentVolumeClaim = new() { ClaimName = claim, ReadOnly = On(ReadOnly) ? true : null } },
        { Claim: { } size } => new() { Ephemeral = new() { VolumeClaimTemplate = ClaimOf(size) } },
        { NfsServer: { } server } => new() { Nfs = new() { Server = server, Path = NfsPath, ReadOnly = On(ReadOnly) ? true : null } },
        { CsiDriver: { } driver } => new() { Csi = new() { Driver = driver, VolumeAttributes = Tables.ToText(Attribute), ReadOnly = On(ReadOnly) ? true : null } },
        { Image: { } image } => new() { Image = new() { Reference = image } },
        _ => new() { EmptyDir = new() { Medium = On(InMemory) ? "Memory" : null, SizeLimit = SizeLimit is null ? (Quantity?)null : Tables.ToQuantity(SizeLimit, $"-{nameof(SizeLimit)}") } },
    };

    private int? FileMode => Mode is null ? null : Convert.ToInt32(Mode, 8);

    private List<KeyToPath> Items() => [.. Tables.ToText(Item).Select(entry => new KeyToPath { Key = entry.Key, Path = entry.Value })];

    private static List<DownwardAPIVolumeFile> Fields(IDictionary fields) =>
        [.. Tables.ToText(fields).Select(entry => new DownwardAPIVolumeFile { Path = entry.Key, FieldRef = new() { FieldPath = entry.Value } })];

    private PersistentVolumeClaimTemplate ClaimOf(string size) => new()
    {
        Spec = new()
        {
            AccessModes = AccessMode,
            StorageClassName = StorageClass,
            Resources = new() { Requests = new Dictionary<string, Quantity>(StringComparer.Ordinal) { ["storage"] = Tables.ToQuantity(size, $"-{nameof(Claim)}") } },
        },
    };
}
