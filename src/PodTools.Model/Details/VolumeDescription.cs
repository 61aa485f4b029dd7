using System.Text.Json.Nodes;

namespace PodTools.Details;

/// <summary>Describes the volumes of a pod.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="pod">The pod.</param>
internal sealed class VolumeDescription(DescriptionWriter writer, Pod pod)
{
    private const int Level = 2;

    // What kubectl nests, it indents once more before each value.
    private const string Nested = "    ";

    /// <summary>Describes them all.</summary>
    public void Write()
    {
        var volumes = pod.Spec?.Volumes ?? [];
        writer.Line(0, volumes.Count == 0 ? $"Volumes:\t{PodStatusText.None}" : "Volumes:");
        foreach (var volume in volumes)
        {
            writer.Line(1, $"{volume.Name}:");
            WriteSource(volume);
        }
    }

    private void WriteSource(Volume volume)
    {
        switch (volume)
        {
            case { DownwardAPI: { } downward }:
                WriteDownward(downward);
                break;
            case { Projected: { } projected }:
                WriteProjected(projected);
                break;
            case { Csi: { } csi }:
                WriteCsi(csi);
                break;
            case { Ephemeral: { } ephemeral }:
                WriteEphemeral(ephemeral);
                break;
            default:
                WritePlain(volume);
                break;
        }
    }

    private void WritePlain(Volume volume)
    {
        var (type, fields) = Plain(volume) ?? Other(KubernetesJson.ToNode(volume));
        Type(type);
        foreach (var (label, value) in fields)
        {
            Field(label, value);
        }
    }

    private static (string Type, IEnumerable<(string Label, object? Value)> Fields)? Plain(Volume volume) => volume switch
    {
        { EmptyDir: { } empty } => (
            "EmptyDir (a temporary directory that shares a pod's lifetime)",
            [("Medium", empty.Medium), ("SizeLimit", empty.SizeLimit is { IsZero: false } limit ? limit.Canonical : "<unset>")]),
        { HostPath: { } host } => (
            "HostPath (bare host directory volume)",
            [("Path", host.Path), ("HostPathType", host.Type ?? PodStatusText.None)]),
        { ConfigMap: { } map } => (
            "ConfigMap (a volume populated by a ConfigMap)",
            [("Name", map.Name), ("Optional", DescriptionText.JsonFlag(map.Optional))]),
        { Secret: { } secret } => (
            "Secret (a volume populated by a Secret)",
            [("SecretName", secret.SecretName), ("Optional", DescriptionText.JsonFlag(secret.Optional))]),
        { PersistentVolumeClaim: { } claim } => (
            "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
            [("ClaimName", claim.ClaimName), ("ReadOnly", DescriptionText.JsonFlag(claim.ReadOnly))]),
        { Nfs: { } nfs } => (
            "NFS (an NFS mount that lasts the lifetime of a pod)",
            [("Server", nfs.Server), ("Path", nfs.Path), ("ReadOnly", DescriptionText.JsonFlag(nfs.ReadOnly))]),
        { Image: { } image } => (
            "Image (a container image or OCI artifact)",
            [("Reference", image.Reference), ("PullPolicy", image.PullPolicy)]),
        _ => null,
    };

    /// <summary>Describes a kind of volume without words of its own by its fields.</summary>
    private static (string Type, IEnumerable<(string Label, object? Value)> Fields) Other(JsonObject volume)
    {
        var source = volume.FirstOrDefault(member => member.Key != "name" && member.Value is JsonObject);
        var fields = (source.Value?.AsObject() ?? []).Select(field => (Capital(field.Key), (object?)Text(field.Value)));
        return (source.Key is null ? "<unknown>" : Capital(source.Key), fields);
    }

    private void WriteDownward(DownwardAPIVolumeSource downward)
    {
        Type("DownwardAPI (a volume populated by information about the pod)");
        writer.Line(Level, "Items:");
        foreach (var item in downward.Items)
        {
            writer.Line(Level + 1, $"{item.FieldRef?.FieldPath ?? item.ResourceFieldRef?.Resource} -> {item.Path}");
        }
    }

    private void WriteProjected(ProjectedVolumeSource projected)
    {
        Type("Projected (a volume that contains injected data from multiple sources)");
        foreach (var (label, value) in projected.Sources.SelectMany(Parts))
        {
            Field(label, value);
        }
    }

    private IEnumerable<(string Label, object? Value)> Parts(VolumeProjection source) => source switch
    {
        { Secret: { } secret } => [("SecretName", secret.Name), Optional("SecretOptionalName", secret.Optional)],
        { DownwardAPI: not null } => [("DownwardAPI", "true")],
        { ConfigMap: { } map } => [("ConfigMapName", map.Name), Optional("ConfigMapOptional", map.Optional)],
        { ServiceAccountToken: { } token } => [("TokenExpirationSeconds", token.ExpirationSeconds)],
        _ => KubernetesJson.ToNode(source).Select(part => (Capital(part.Key), (object?)Text(part.Value))),
    };

    /// <summary>Whether a part may be missing, in the words of the kubectl that belongs to the server.</summary>
    private (string Label, object? Value) Optional(string before, bool? flag) => pod.IsOfLaterServer
        ? ("Optional", DescriptionText.JsonFlag(flag))
        : (before, flag is null ? "<nil>" : DescriptionText.JsonFlag(flag));

    private void WriteCsi(CSIVolumeSource csi)
    {
        Type("CSI (a Container Storage Interface (CSI) volume source)");
        Field("Driver", csi.Driver);
        Field("FSType", csi.FsType);
        Field("ReadOnly", DescriptionText.JsonFlag(csi.ReadOnly));
        writer.Fields(Level, "VolumeAttributes", DescriptionText.Labels(csi.VolumeAttributes), Nested);
    }

    private void WriteEphemeral(EphemeralVolumeSource ephemeral)
    {
        Type("EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)");
        var (metadata, claim) = (ephemeral.VolumeClaimTemplate?.Metadata, ephemeral.VolumeClaimTemplate?.Spec);
        Field("StorageClass", claim?.StorageClassName);
        Field("Volume", claim?.VolumeName);
        writer.Fields(Level, "Labels", metadata is null ? [] : DescriptionText.Labels(metadata.Labels), Nested);
        writer.Fields(Level, "Annotations", metadata is null ? [] : DescriptionText.Annotations(metadata.Annotations), Nested);
        // A template has no claim yet that could have either.
        Field("Capacity", "");
        Field("Access Modes", "");
        writer.FieldIfAny(Level, "VolumeMode", claim?.VolumeMode);
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A value in one line.</summary>
    private static string? Text(JsonNode? value) => value is JsonValue ? value.ToString() : value?.ToJsonString();

    private void Type(string text) => Field("Type", text);

    private void Field(string label, object? value) => writer.Field(Level, label, value);
}
