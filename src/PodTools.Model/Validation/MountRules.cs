using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what containers see of the pod's volumes.</summary>
internal static class MountRules
{
    private static readonly string[] Propagations = ["Bidirectional", "HostToContainer", "None"];
    private static readonly string[] RecursiveModes = ["Disabled", "Enabled", "IfPossible"];

    private static readonly Rule Volume = new("MountedVolume", "Add a volume of this name to spec.volumes, or correct the name.");
    private static readonly Rule MountPath = new("MountPath", "Each mount of a container needs a path of its own.");
    private static readonly Rule SubPath = new("SubPath", "Sub-paths stay within the volume: relative, without '..'.");
    private static readonly Rule Propagation = new("MountPropagation");
    private static readonly Rule Recursive = new("RecursiveReadOnly");

    /// <summary>Checks the mounts and devices of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="path">Its path.</param>
    /// <param name="volumes">The pod's volumes that are in order, by name.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject container, string path, IReadOnlyDictionary<string, JsonObject> volumes, FieldErrors errors)
    {
        var devices = container.Objects("volumeDevices").Select(device => (device.Text("name"), device.Text("devicePath"))).ToList();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (mount, mountPath) in container.Items("volumeMounts", path))
        {
            CheckName(mount, mountPath, volumes, Volume, errors);
            CheckNotDevice(mount, mountPath, devices, errors);
            CheckPath(mount.Text("mountPath"), $"{mountPath}.mountPath", paths, errors);
            var reported = new ReportedField($"{path}.volumeMounts", mountPath);
            CheckSubPaths(mount, reported, errors);
            CheckPropagation(mount, container, reported.Child("mountPropagation"), errors);
            CheckRecursive(mount, reported.Child("recursiveReadOnly"), errors);
        }

        DeviceRules.Check(container, path, volumes, errors);
    }

    /// <summary>Checks the name of the volume that a mount or device refers to.</summary>
    public static void CheckName(JsonObject mount, string path, IReadOnlyDictionary<string, JsonObject> volumes, Rule rule, FieldErrors errors)
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

    private static void CheckPath(string mountPath, string field, HashSet<string> paths, FieldErrors errors)
    {
        if (mountPath.Length == 0)
        {
            errors.Required(field, MountPath);
        }

        if (!paths.Add(mountPath))
        {
            errors.Invalid(field, mountPath, "must be unique", MountPath);
        }
    }

    private static void CheckNotDevice(JsonObject mount, string path, List<(string Name, string Path)> devices, FieldErrors errors)
    {
        if (devices.Exists(device => device.Name == mount.Text("name")))
        {
            errors.Invalid($"{path}.name", mount.Text("name"), "must not already exist in volumeDevices", MountPath);
        }

        if (devices.Exists(device => device.Path == mount.Text("mountPath")))
        {
            errors.Invalid($"{path}.mountPath", mount.Text("mountPath"), "must not already exist as a path in volumeDevices", MountPath);
        }
    }

    /// <summary>The server leaves the index of the mount out of most of these paths.</summary>
    private static void CheckSubPaths(JsonObject mount, ReportedField field, FieldErrors errors)
    {
        var subPath = mount.Text("subPath");
        var expression = mount.Text("subPathExpr");
        PathRules.CheckDescending(subPath, field.Child("subPath"), SubPath, errors);
        if (expression.Length > 0 && subPath.Length > 0)
        {
            errors.Invalid($"{field.Place}.subPathExpr", expression, "subPathExpr and subPath are mutually exclusive", SubPath);
        }

        PathRules.CheckDescending(expression, field.Child("subPathExpr"), SubPath, errors);
    }

    private static void CheckPropagation(JsonObject mount, JsonObject container, ReportedField field, FieldErrors errors)
    {
        var propagation = mount.Text("mountPropagation");
        if (mount.Has("mountPropagation") && !Propagations.Contains(propagation))
        {
            errors.NotSupported(field, propagation, Propagations, Propagation);
        }

        if (propagation == "Bidirectional" && !container.Object("securityContext").Flag("privileged"))
        {
            errors.Forbidden(field, "Bidirectional mount propagation is available only to privileged containers", Propagation);
        }
    }

    private static void CheckRecursive(JsonObject mount, ReportedField field, FieldErrors errors)
    {
        var mode = mount.Text("recursiveReadOnly");
        errors.OneOf(field, mode, RecursiveModes, Recursive);
        if (mode is "Enabled" or "IfPossible" && !mount.Flag("readOnly"))
        {
            errors.Forbidden(field, "may only be specified when readOnly is true", Recursive);
        }

        if (mode is "Enabled" or "IfPossible" && mount.Text("mountPropagation") is not ("" or "None"))
        {
            errors.Forbidden(field, "may only be specified when mountPropagation is None or not specified", Recursive);
        }
    }
}
