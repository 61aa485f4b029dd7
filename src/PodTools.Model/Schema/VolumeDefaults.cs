using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Schema;

/// <summary>What the API server fills into a volume.</summary>
internal static class VolumeDefaults
{
    /// <summary>rw-r--r--, which the API writes as a decimal number.</summary>
    private const int ReadableByAll = 0b110_100_100;

    private const int HourInSeconds = 3600;

    /// <summary>Fixed texts and flags: the kind of volume, the field, the value.</summary>
    private static readonly (string Source, string Field, Func<JsonNode> Value)[] Constants =
    [
        ("secret", "defaultMode", () => ReadableByAll),
        ("configMap", "defaultMode", () => ReadableByAll),
        ("downwardAPI", "defaultMode", () => ReadableByAll),
        ("projected", "defaultMode", () => ReadableByAll),
        ("hostPath", "type", () => ""),
        ("iscsi", "iscsiInterface", () => "default"),
        ("rbd", "pool", () => "rbd"),
        ("rbd", "user", () => "admin"),
        ("rbd", "keyring", () => "/etc/ceph/keyring"),
        ("azureDisk", "cachingMode", () => "ReadWrite"),
        ("azureDisk", "kind", () => "Shared"),
        ("azureDisk", "fsType", () => "ext4"),
        ("azureDisk", "readOnly", () => false),
        ("scaleIO", "storageMode", () => "ThinProvisioned"),
        ("scaleIO", "fsType", () => "xfs"),
    ];

    /// <summary>Fills in the defaults of a volume.</summary>
    /// <param name="volume">The volume; it is changed.</param>
    public static void Apply(JsonObject volume)
    {
        if (!volume.Any(field => field.Key != "name" && field.Value is not null))
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var (source, field, value) in Constants)
        {
            volume.Object(source)?.Default(field, value());
        }

        if (volume.Object("emptyDir") is { } emptyDir)
        {
            QuantityText.CanonicalizeField(emptyDir, "sizeLimit");
        }

        if (volume.Object("image") is { } image)
        {
            image.Default("pullPolicy", ImageName.DefaultPullPolicy(image.Text("reference")));
        }

        volume.Object("ephemeral").Object("volumeClaimTemplate").Object("spec")?.Default("volumeMode", "Filesystem");
        ApplyToItems(volume.Object("downwardAPI"));
        foreach (var source in volume.Object("projected").Objects("sources"))
        {
            ApplyToItems(source.Object("downwardAPI"));
            source.Object("serviceAccountToken")?.Default("expirationSeconds", HourInSeconds);
        }
    }

    private static void ApplyToItems(JsonObject? downward)
    {
        foreach (var item in downward.Objects("items"))
        {
            ContainerDefaults.ApplyToFieldReferences(item);
        }
    }
}
