using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for volumes of storage networks and clouds.</summary>
internal static partial class StorageRules
{
    private const int HighestUnit = 255;
    private const int LongestTenant = 64;
    private const int LongestDriver = 63;
    private const string Pairs = "must be a host:port pair or multiple pairs separated by commas";

    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["awsElasticBlockStore"] = ["volumeID"],
        ["azureDisk"] = ["diskName", "diskURI"],
        ["azureFile"] = ["secretName", "shareName"],
        ["cinder"] = ["volumeID"],
        ["csi"] = ["driver"],
        ["flexVolume"] = ["driver"],
        ["gcePersistentDisk"] = ["pdName"],
        ["glusterfs"] = ["endpoints", "path"],
        ["iscsi"] = ["targetPortal", "iqn"],
        ["nfs"] = ["server", "path"],
        ["photonPersistentDisk"] = ["pdID"],
        ["portworxVolume"] = ["volumeID"],
        ["rbd"] = ["image"],
        ["scaleIO"] = ["gateway", "system", "volumeName"],
        ["storageos"] = ["volumeName"],
        ["vsphereVolume"] = ["volumePath"],
    };

    private static readonly string[] DiskKinds = ["Dedicated", "Managed", "Shared"];
    private static readonly string[] CachingModes = ["None", "ReadOnly", "ReadWrite"];
    private static readonly string[] ManagedDisks = ["/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"];
    private static readonly string[] BlobDisks = ["https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"];
    private static readonly string[] ReservedDomains = ["kubernetes.io", "k8s.io"];

    private static readonly Rule Storage = new("VolumeField");

    /// <summary>Checks the source of a volume.</summary>
    /// <param name="kind">Its kind, such as nfs or csi.</param>
    /// <param name="source">The source.</param>
    /// <param name="name">The name of the volume.</param>
    /// <param name="volumePath">The path of the volume.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(string kind, JsonObject source, string name, string volumePath, FieldErrors errors)
    {
        var path = $"{volumePath}.{kind}";
        var field = new ReportedField(kind == "gcePersistentDisk" ? $"{volumePath}.persistentDisk" : path, path);
        RequiredFields.Check(source, field, errors, Required.GetValueOrDefault(kind) ?? []);
        switch (kind)
        {
            case "nfs" when !source.Text("path").StartsWith('/'):
                errors.Invalid($"{path}.path", source.Text("path"), "must be an absolute path", Storage);
                break;
            case "gcePersistentDisk" or "awsElasticBlockStore" when source.Number("partition") is not 0:
                errors.Between(field.Child("partition"), source.Number("partition"), 1, HighestUnit, Storage);
                break;
            case "fc":
                CheckFibreChannel(source, path, errors);
                break;
            case "rbd" or "cephfs" when !source.Texts("monitors").Any():
                errors.Required($"{path}.monitors", Storage);
                break;
            case "iscsi":
                IscsiRules.Check(source, name, volumePath, errors);
                break;
            case "flocker":
                CheckFlocker(source, path, errors);
                break;
            case "quobyte":
                CheckQuobyte(source, path, errors);
                break;
            case "azureDisk":
                CheckAzureDisk(source, path, errors);
                break;
            case "flexVolume":
                CheckFlexOptions(source, path, errors);
                break;
            case "cinder":
                RequiredFields.CheckSecret(source, "secretRef", path, errors);
                break;
            case "storageos":
                CheckStorageOs(source, path, errors);
                break;
            case "csi":
                CheckDriver(source, path, errors);
                break;
            default:
                break;
        }
    }

    /// <summary>The number of a disk at a storage network.</summary>
    internal static void CheckUnit(long? unit, string path, FieldErrors errors) => errors.Between($"{path}.lun", unit, 0, HighestUnit, Storage);

    private static void CheckFibreChannel(JsonObject source, string path, FieldErrors errors)
    {
        var (names, ids) = (source.Texts("targetWWNs").Any(), source.Texts("wwids").Any());
        if (!names && !ids)
        {
            errors.Required($"{path}.targetWWNs", Storage, "must specify either targetWWNs or wwids, but not both");
        }
        else if (names && ids)
        {
            errors.InvalidLiteral(
                $"{path}.targetWWNs", GoText.Texts(source.Texts("targetWWNs")), "targetWWNs and wwids can not be specified simultaneously", Storage);
        }
        else if (names && source.Number("lun") is null)
        {
            errors.Required($"{path}.lun", Storage, "lun is required if targetWWNs is specified");
        }
        else if (names)
        {
            CheckUnit(source.Number("lun"), path, errors);
        }
    }

    private static void CheckFlocker(JsonObject source, string path, FieldErrors errors)
    {
        var (name, id) = (source.Text("datasetName"), source.Text("datasetUUID"));
        if (name.Length == 0 && id.Length == 0)
        {
            errors.Required(path, Storage, "one of datasetName and datasetUUID is required");
        }

        if (name.Length > 0 && id.Length > 0)
        {
            errors.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously", Storage);
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            errors.Invalid($"{path}.datasetName", name, "must not contain '/'", Storage);
        }
    }

    private static void CheckQuobyte(JsonObject source, string path, FieldErrors errors)
    {
        var registry = source.Text("registry");
        if (registry.Length == 0)
        {
            errors.Required($"{path}.registry", Storage, Pairs);
        }
        else if (source.Text("tenant").Length > LongestTenant)
        {
            errors.Required($"{path}.tenant", Storage, $"must be a UUID and may not exceed a length of {LongestTenant} characters");
        }
        else
        {
            errors.InvalidEach($"{path}.registry", registry, registry.Split(',').Where(pair => !HostAndPort().IsMatch(pair)).Select(_ => Pairs), Storage);
        }

        RequiredFields.Check(source, path, errors, "volume");
    }

    /// <summary>Where a disk is addressed depends on who manages it.</summary>
    private static void CheckAzureDisk(JsonObject source, string path, FieldErrors errors)
    {
        var kind = source.Text("kind");
        var address = source.Text("diskURI");
        errors.OneOf($"{path}.cachingMode", source.Text("cachingMode"), CachingModes, Storage);
        errors.OneOf($"{path}.kind", kind, DiskKinds, Storage);
        if (kind == "Managed" && !address.StartsWith("/subscriptions/", StringComparison.Ordinal))
        {
            errors.NotSupported($"{path}.diskURI", address, ManagedDisks, Storage);
        }

        if (kind != "Managed" && !address.StartsWith("https://", StringComparison.Ordinal))
        {
            errors.NotSupported($"{path}.diskURI", address, BlobDisks, Storage);
        }
    }

    private static void CheckFlexOptions(JsonObject source, string path, FieldErrors errors)
    {
        foreach (var key in source.Map("options").Select(option => option.Key))
        {
            var domain = key.Split('/')[0].ToLowerInvariant();
            if (Array.Exists(ReservedDomains, reserved => domain == reserved || domain.EndsWith($".{reserved}", StringComparison.Ordinal)))
            {
                errors.Invalid($"{path}.options[{key}]", key, "kubernetes.io and k8s.io namespaces are reserved", Storage);
            }
        }
    }

    private static void CheckStorageOs(JsonObject source, string path, FieldErrors errors)
    {
        foreach (var field in new[] { "volumeName", "volumeNamespace" })
        {
            if (source.Text(field) is { Length: > 0 } name)
            {
                errors.InvalidEach($"{path}.{field}", name, NameSyntax.DnsLabel(name), Storage);
            }
        }

        RequiredFields.CheckSecret(source, "secretRef", path, errors);
    }

    private static void CheckDriver(JsonObject source, string path, FieldErrors errors)
    {
        var driver = source.Text("driver");
        if (driver.Length > LongestDriver)
        {
            errors.TooLong($"{path}.driver", LongestDriver, Storage);
        }

        errors.InvalidEach($"{path}.driver", driver, NameSyntax.DnsSubdomain(driver.ToLowerInvariant()), Storage);

        RequiredFields.CheckSecret(source, "nodePublishSecretRef", path, errors);
        if (source.Object("nodePublishSecretRef").Text("name") is { Length: > 0 } secret)
        {
            errors.InvalidEach(new ReportedField($"{path}.name", $"{path}.nodePublishSecretRef.name"), secret, NameSyntax.DnsSubdomain(secret), Storage);
        }
    }

    [GeneratedRegex(@"^(\[[^\[\]]*\]|[^:\[\]]*):[^:\[\]]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostAndPort();
}
