using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the pod's volumes.</summary>
internal static class VolumeRules
{
    private const int MaxFileMode = 0b111_111_111;

    /// <summary>Every kind of volume, in the order in which the server looks at them.</summary>
    private static readonly string[] Sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker",
        "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume",
        "azureDisk", "photonPersistentDisk", "portworxVolume", "projected", "scaleIO", "storageos", "csi", "ephemeral", "image",
    ];

    /// <summary>Fields that cannot be empty, by the kind of volume.</summary>
    private static readonly (string Source, string[] Fields)[] RequiredFields =
    [
        ("hostPath", ["path"]), ("gitRepo", ["repository"]), ("gcePersistentDisk", ["pdName"]), ("awsElasticBlockStore", ["volumeID"]),
        ("secret", ["secretName"]), ("nfs", ["server", "path"]), ("iscsi", ["targetPortal", "iqn"]), ("glusterfs", ["endpoints", "path"]),
        ("persistentVolumeClaim", ["claimName"]), ("rbd", ["image"]), ("cinder", ["volumeID"]), ("flexVolume", ["driver"]), ("configMap", ["name"]),
        ("azureFile", ["secretName", "shareName"]), ("vsphereVolume", ["volumePath"]), ("azureDisk", ["diskName", "diskURI"]),
        ("photonPersistentDisk", ["pdID"]), ("portworxVolume", ["volumeID"]), ("scaleIO", ["gateway", "system", "volumeName"]), ("csi", ["driver"]),
    ];

    private static readonly string[] HostPathTypes = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];
    private static readonly string[] FieldsForFiles = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    private static readonly Rule Name = new("VolumeName", "Use lower case letters, digits and '-', at most 63 characters.");
    private static readonly Rule UniqueName = new("DuplicateVolume", "Give each volume a name of its own.");
    private static readonly Rule Source = new("VolumeSource", "Give each volume exactly one kind, such as emptyDir, configMap, secret or persistentVolumeClaim.");
    private static readonly Rule SourceField = new("VolumeField");
    private static readonly Rule FileMode = new("FileMode", "Write the mode with a leading 0 in YAML (0644), or as a decimal number (420).");
    private static readonly Rule Files = new("VolumeFiles");

    /// <summary>Checks the volumes of a pod.</summary>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="path">Its path.</param>
    /// <param name="errors">Where errors go.</param>
    /// <returns>The volumes that are in order; the server does not know the others when it looks at the mounts.</returns>
    public static IReadOnlyDictionary<string, JsonObject> Check(JsonObject spec, string path, FieldErrors errors)
    {
        var inOrder = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (volume, volumePath) in spec.Items("volumes", path))
        {
            var before = errors.Count;
            var name = volume.Text("name");
            CheckSource(volume, volumePath, errors);
            errors.RequiredName($"{volumePath}.name", name, NameSyntax.DnsLabel, Name);
            if (inOrder.ContainsKey(name))
            {
                errors.Duplicate($"{volumePath}.name", name, UniqueName);
            }

            if (errors.Count == before)
            {
                inOrder[name] = volume;
            }
        }

        return inOrder;
    }

    private static void CheckSource(JsonObject volume, string path, FieldErrors errors)
    {
        var given = Sources.Where(volume.Has).ToList();
        if (given.Count == 0 && volume.Any(field => field.Key != "name" && field.Value is not null))
        {
            errors.Required(path, Source, "must specify a volume type");
        }

        for (var i = 0; i < given.Count; i++)
        {
            if (i > 0)
            {
                errors.Forbidden($"{path}.{given[i]}", "may not specify more than 1 volume type", Source);
            }
            else if (volume.Object(given[i]) is { } source)
            {
                CheckFields(given[i], source, $"{path}.{given[i]}", errors);
            }
        }
    }

    private static void CheckFields(string kind, JsonObject source, string path, FieldErrors errors)
    {
        foreach (var field in RequiredFields.Where(entry => entry.Source == kind).SelectMany(entry => entry.Fields).Where(field => source.Text(field).Length == 0))
        {
            errors.Required($"{path}.{field}", SourceField);
        }

        switch (kind)
        {
            case "hostPath":
                MountRules.CheckNoSteps(source.Text("path"), $"{path}.path", errors);
                errors.OneOf($"{path}.type", source.Text("type"), HostPathTypes, SourceField);
                break;
            case "emptyDir" when JsonFields.AsQuantity(source["sizeLimit"]) is { } size && size < Quantity.FromDecimal(0):
                errors.Forbidden($"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity", SourceField);
                break;
            case "nfs" when source.Text("path") is { Length: > 0 } target && !target.StartsWith('/'):
                errors.Invalid($"{path}.path", target, "must be an absolute path", SourceField);
                break;
            case "secret" or "configMap" or "downwardAPI":
                CheckMode(source, "defaultMode", path, errors);
                CheckItems(source, path, isDownward: kind == "downwardAPI", errors);
                break;
            case "projected":
                CheckProjected(source, path, errors);
                break;
            case "ephemeral" when !source.Has("volumeClaimTemplate"):
                errors.Required($"{path}.volumeClaimTemplate", SourceField);
                break;
            case "ephemeral" or "fc" or "rbd" or "iscsi":
                StorageRules.Check(kind, source, path, errors);
                break;
            default:
                break;
        }
    }

    private static void CheckProjected(JsonObject projected, string path, FieldErrors errors)
    {
        CheckMode(projected, "defaultMode", path, errors);
        CheckNoSharedPath(projected, path, errors);
        foreach (var (source, sourcePath) in projected.Items("sources", path))
        {
            var given = source.Where(field => field.Value is not null).Select(field => field.Key).ToList();
            foreach (var extra in given.Skip(1))
            {
                errors.Forbidden($"{sourcePath}.{extra}", "may not specify more than 1 volume type", Source);
            }

            foreach (var kind in given.Take(1).Where(kind => source.Object(kind) is not null))
            {
                CheckProjectedSource(kind, source.Object(kind)!, $"{sourcePath}.{kind}", errors);
            }
        }
    }

    /// <summary>Objects whose keys become files must not name one file twice.</summary>
    private static void CheckNoSharedPath(JsonObject projected, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in projected.Objects("sources"))
        {
            foreach (var keyed in new[] { source.Object("secret"), source.Object("configMap") }.OfType<JsonObject>())
            {
                var targets = keyed.Objects("items").Select(item => item.Text("path")).Where(target => target.Length > 0).ToList();
                foreach (var _ in targets.Where(target => !seen.Add(target)))
                {
                    errors.Invalid(path, keyed.Text("name"), "conflicting duplicate paths", Files);
                }
            }
        }
    }

    private static void CheckProjectedSource(string kind, JsonObject source, string path, FieldErrors errors)
    {
        const int TenMinutes = 600;
        switch (kind)
        {
            case "secret" or "configMap":
                if (source.Text("name").Length == 0)
                {
                    errors.Required($"{path}.name", SourceField);
                }

                CheckItems(source, path, isDownward: false, errors);
                break;
            case "downwardAPI":
                CheckItems(source, path, isDownward: true, errors);
                break;
            case "serviceAccountToken":
                if (source.Number("expirationSeconds") is { } seconds and < TenMinutes)
                {
                    errors.Invalid($"{path}.expirationSeconds", seconds, "may not specify a duration less than 10 minutes", SourceField);
                }

                CheckFilePath(source, path, errors);
                break;
            default:
                break;
        }
    }

    private static void CheckItems(JsonObject source, string path, bool isDownward, FieldErrors errors)
    {
        foreach (var (item, itemPath) in source.Items("items", path))
        {
            if (!isDownward && item.Text("key").Length == 0)
            {
                errors.Required($"{itemPath}.key", Files);
            }

            CheckFilePath(item, itemPath, errors);
            CheckMode(item, "mode", itemPath, errors);
            if (isDownward)
            {
                CheckDownward(item, itemPath, errors);
            }
        }
    }

    private static void CheckDownward(JsonObject item, string path, FieldErrors errors)
    {
        switch (item.Object("fieldRef"), item.Object("resourceFieldRef"))
        {
            case ({ } field, var resource):
                DownwardRules.CheckFieldRef(field, $"{path}.fieldRef", FieldsForFiles, subscripts: true, errors);
                if (resource is not null)
                {
                    errors.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously", Files);
                }

                break;
            case (null, { } resource):
                DownwardRules.CheckResourceRef(resource, $"{path}.resourceFieldRef", needsContainer: true, errors);
                break;
            default:
                errors.Required(path, Files, "one of fieldRef and resourceFieldRef is required");
                break;
        }
    }

    private static void CheckFilePath(JsonObject item, string path, FieldErrors errors)
    {
        var target = item.Text("path");
        if (target.Length == 0)
        {
            errors.Required($"{path}.path", Files);
        }

        MountRules.CheckDescending(target, $"{path}.path", errors);
        if (target.StartsWith("..", StringComparison.Ordinal) && !target.StartsWith("../", StringComparison.Ordinal) && target != "..")
        {
            errors.Invalid($"{path}.path", target, "must not start with '..'", Files);
        }
    }

    private static void CheckMode(JsonObject parent, string field, string path, FieldErrors errors)
    {
        if (parent.Number(field) is { } mode && (mode < 0 || mode > MaxFileMode))
        {
            errors.Invalid($"{path}.{field}", mode, "must be a number between 0 and 0777 (octal), both inclusive", FileMode);
        }
    }
}
