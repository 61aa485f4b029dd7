using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what containers see of the pod's volumes.</summary>
internal static class MountRules
{
    private static readonly string[] Propagations = ["Bidirectional", "HostToContainer", "None"];

    private static readonly Rule Volume = new("MountedVolume", "Add a volume of this name to spec.volumes, or correct the name.");
    private static readonly Rule MountPath = new("MountPath", "Each mount of a container needs a path of its own.");
    private static readonly Rule SubPath = new("SubPath", "Sub-paths stay within the volume: relative, without '..'.");
    private static readonly Rule Propagation = new("MountPropagation");
    private static readonly Rule Device = new("VolumeDevice");

    /// <summary>Checks the mounts and devices of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="path">Its path.</param>
    /// <param name="volumes">The pod's volumes that are in order, by name.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject container, string path, IReadOnlyDictionary<string, JsonObject> volumes, FieldErrors errors)
    {
        var devices = container.Objects("volumeDevices").Select(device => device.Text("devicePath")).ToHashSet(StringComparer.Ordinal);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (mount, mountPath) in container.Items("volumeMounts", path))
        {
            CheckName(mount, mountPath, volumes, Volume, errors);
            CheckPath(mount.Text("mountPath"), $"{mountPath}.mountPath", paths, devices, errors);
            CheckSubPaths(mount, $"{path}.volumeMounts", errors);
            CheckPropagation(mount, container, $"{path}.volumeMounts", errors);
        }

        CheckDevices(container, path, volumes, paths, errors);
    }

    private static void CheckName(JsonObject mount, string path, IReadOnlyDictionary<string, JsonObject> volumes, Rule rule, FieldErrors errors)
    {
        var name = mount.Text("name");
        if (name.Length == 0)
        {
            errors.Required($"{path}.name", rule);
        }

        if (!volumes.ContainsKey(name))
        {
            errors.NotFound($"{path}.name", name, rule);
        }
    }

    private static void CheckPath(string mountPath, string field, HashSet<string> paths, HashSet<string> devices, FieldErrors errors)
    {
        if (mountPath.Length == 0)
        {
            errors.Required(field, MountPath);
        }

        if (!paths.Add(mountPath))
        {
            errors.Invalid(field, mountPath, "must be unique", MountPath);
        }

        if (devices.Contains(mountPath))
        {
            errors.Invalid(field, mountPath, "must not already exist in volumeDevices", MountPath);
        }
    }

    /// <summary>The server leaves the index of the mount out of these paths.</summary>
    private static void CheckSubPaths(JsonObject mount, string path, FieldErrors errors)
    {
        var subPath = mount.Text("subPath");
        var expression = mount.Text("subPathExpr");
        CheckDescending(subPath, $"{path}.subPath", errors);
        if (expression.Length > 0 && subPath.Length > 0)
        {
            errors.Invalid($"{path}.subPathExpr", expression, "subPathExpr and subPath are mutually exclusive", SubPath);
        }

        CheckDescending(expression, $"{path}.subPathExpr", errors);
    }

    /// <summary>Checks a path that must not lead out of where it begins.</summary>
    public static void CheckDescending(string value, string field, FieldErrors errors)
    {
        if (value.StartsWith('/'))
        {
            errors.Invalid(field, value, "must be a relative path", SubPath);
        }

        CheckNoSteps(value, field, errors);
    }

    /// <summary>Checks a path that must not step back.</summary>
    public static void CheckNoSteps(string value, string field, FieldErrors errors)
    {
        if (value.Split('/').Contains(".."))
        {
            errors.Invalid(field, value, "must not contain '..'", SubPath);
        }
    }

    private static void CheckPropagation(JsonObject mount, JsonObject container, string path, FieldErrors errors)
    {
        var field = $"{path}.mountPropagation";
        errors.OneOf(field, mount.Text("mountPropagation"), Propagations, Propagation);
        if (mount.Text("mountPropagation") == "Bidirectional" && !container.Object("securityContext").Flag("privileged"))
        {
            errors.Forbidden(field, "Bidirectional mount propagation is available only to privileged containers", Propagation);
        }
    }

    private static void CheckDevices(JsonObject container, string path, IReadOnlyDictionary<string, JsonObject> volumes, HashSet<string> mounts, FieldErrors errors)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (device, devicePath) in container.Items("volumeDevices", path))
        {
            var name = device.Text("name");
            CheckName(device, devicePath, volumes, Device, errors);
            if (volumes.TryGetValue(name, out var volume) && !volume.Has("persistentVolumeClaim") && !volume.Has("ephemeral"))
            {
                errors.Invalid($"{devicePath}.name", name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode", Device);
            }

            var target = device.Text("devicePath");
            var field = $"{devicePath}.devicePath";
            if (target.Length == 0)
            {
                errors.Required(field, Device);
            }

            if (!paths.Add(target))
            {
                errors.Invalid(field, target, "must be unique", Device);
            }

            CheckNoSteps(target, field, errors);
            if (mounts.Contains(target))
            {
                errors.Invalid(field, target, "must not already exist in volumeMounts", Device);
            }
        }
    }
}
