using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the pod's volumes.</summary>
internal static class VolumeRules
{
    /// <summary>Every kind of volume, in the order in which the server looks at them, and the name that it reports where it is not the field's.</summary>
    private static readonly (string Kind, string Reported)[] Sources =
    [
        ("emptyDir", ""), ("hostPath", ""), ("gitRepo", ""), ("gcePersistentDisk", ""), ("awsElasticBlockStore", ""), ("secret", ""), ("nfs", ""),
        ("iscsi", ""), ("glusterfs", ""), ("flocker", ""), ("persistentVolumeClaim", ""), ("rbd", ""), ("cinder", ""), ("cephfs", "cephFS"), ("quobyte", ""),
        ("downwardAPI", "downwarAPI"), ("fc", ""), ("flexVolume", ""), ("configMap", ""), ("azureFile", ""), ("vsphereVolume", ""),
        ("photonPersistentDisk", ""), ("portworxVolume", ""), ("azureDisk", ""), ("storageos", ""), ("projected", ""), ("scaleIO", ""), ("csi", ""),
        ("ephemeral", ""), ("image", ""),
    ];

    private static readonly string[] HostPathTypes = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];

    private static readonly Rule Name = new("VolumeName", "Use lower case letters, digits and '-', at most 63 characters.");
    private static readonly Rule UniqueName = new("DuplicateVolume", "Give each volume a name of its own.");
    private static readonly Rule Source = new("VolumeSource", "Give each volume exactly one kind, such as emptyDir, configMap, secret or persistentVolumeClaim.");
    private static readonly Rule SourceField = new("VolumeField");
    private static readonly Rule Claim = new("EphemeralClaim", "The claim of an ephemeral volume is made with the pod, under the name <pod>-<volume>, and goes with it: refer to another claim.");
    private static readonly Rule ClaimName = new("VolumeClaim", "The claim gets the name <pod>-<volume>: shorten one of the two.");
    private static readonly Rule Image = new("ImageVolume", "", ServerVersions.From(35));
    private static readonly Rule ImageBesides = Source with { Versions = Image.Versions };

    /// <summary>Checks the volumes of a pod.</summary>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="podName">The name of the pod; empty for a template.</param>
    /// <param name="path">The path of the spec.</param>
    /// <param name="errors">Where errors go.</param>
    /// <returns>The volumes that are in order; the server does not know the others when it looks at the mounts.</returns>
    public static IReadOnlyDictionary<string, JsonObject> Check(JsonObject spec, string podName, string path, FieldErrors errors)
    {
        var inOrder = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (volume, volumePath) in spec.Items("volumes", path))
        {
            var before = errors.Count;
            var name = volume.Text("name");
            CheckSource(volume, podName, volumePath, errors);
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

        CheckClaims(spec, podName, path, errors);
        return inOrder;
    }

    private static void CheckClaims(JsonObject spec, string podName, string path, FieldErrors errors)
    {
        var made = spec.Objects("volumes").Where(volume => volume.Has("ephemeral")).Select(volume => $"{podName}-{volume.Text("name")}").ToHashSet(StringComparer.Ordinal);
        foreach (var (volume, volumePath) in spec.Items("volumes", path))
        {
            if (podName.Length > 0 && volume.Object("persistentVolumeClaim").Text("claimName") is { Length: > 0 } claim && made.Contains(claim))
            {
                errors.Invalid($"{volumePath}.persistentVolumeClaim.claimName", claim, "must not reference a PVC that gets created for an ephemeral volume", Claim);
            }
        }
    }

    private static void CheckSource(JsonObject volume, string podName, string path, FieldErrors errors)
    {
        var given = Sources.Where(source => volume.Has(source.Kind)).ToList();
        if (given.Count == 0 && volume.Any(field => field.Key != "name" && field.Value is not null))
        {
            errors.Required(path, Source, "must specify a volume type");
        }

        for (var i = 0; i < given.Count; i++)
        {
            var (kind, reported) = given[i];
            if (i > 0)
            {
                errors.Forbidden(
                    new ReportedField($"{path}.{(reported.Length == 0 ? kind : reported)}", $"{path}.{kind}"), "may not specify more than 1 volume type", kind == "image" ? ImageBesides : Source);
            }
            else if (volume.Object(kind) is { } source)
            {
                CheckFields(kind, source, volume.Text("name"), path, errors);
            }
        }

        if (given is [("ephemeral", _), ..])
        {
            CheckClaimName(volume.Text("name"), podName, path, errors);
        }
    }

    /// <summary>The claim is named after the pod and the volume, which may be too long together.</summary>
    private static void CheckClaimName(string volumeName, string podName, string path, FieldErrors errors)
    {
        if (volumeName.Length > 0 && podName.Length > 0)
        {
            var claim = $"{podName}-{volumeName}";
            errors.InvalidEach($"{path}.name", volumeName, NameSyntax.DnsSubdomain(claim).Select(problem => $"PVC name {GoText.Quote(claim)}: {problem}"), ClaimName);
        }
    }

    private static void CheckFields(string kind, JsonObject source, string name, string volumePath, FieldErrors errors)
    {
        var path = $"{volumePath}.{kind}";
        switch (kind)
        {
            case "hostPath":
                CheckHostPath(source, path, errors);
                break;
            case "emptyDir" when JsonFields.AsQuantity(source["sizeLimit"]) is { } size && size < Quantity.FromDecimal(0):
                errors.Forbidden($"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity", SourceField);
                break;
            case "gitRepo":
                RequiredFields.Check(source, path, errors, "repository");
                PathRules.CheckDescending(source.Text("directory"), $"{path}.directory", SourceField, errors);
                break;
            case "secret":
                RequiredFields.Check(source, path, errors, "secretName");
                ProjectionRules.CheckKeys(source, path, errors);
                break;
            case "configMap":
                RequiredFields.Check(source, path, errors, "name");
                ProjectionRules.CheckKeys(source, path, errors);
                break;
            case "persistentVolumeClaim":
                RequiredFields.Check(source, path, errors, "claimName");
                break;
            case "downwardAPI":
                ProjectionRules.CheckDownward(source, path, errors);
                break;
            case "projected":
                ProjectionRules.CheckProjected(source, path, errors);
                break;
            case "ephemeral":
                ClaimRules.CheckTemplate(source, $"{path}.volumeClaimTemplate", errors);
                break;
            case "image":
                CheckImage(source, path, errors);
                break;
            default:
                StorageRules.Check(kind, source, name, volumePath, errors);
                break;
        }
    }

    private static void CheckHostPath(JsonObject source, string path, FieldErrors errors)
    {
        RequiredFields.Check(source, path, errors, "path");
        PathRules.CheckNoSteps(source.Text("path"), $"{path}.path", SourceField, errors);
        errors.OneOf($"{path}.type", source.Text("type"), HostPathTypes, SourceField);
    }

    private static void CheckImage(JsonObject source, string path, FieldErrors errors)
    {
        if (source.Text("reference").Length == 0)
        {
            errors.Required($"{path}.reference", Image);
        }

        errors.OneOf($"{path}.pullPolicy", source.Text("pullPolicy"), PullPolicies, Image);
    }
}
