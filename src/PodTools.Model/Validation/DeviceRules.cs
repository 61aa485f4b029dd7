using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what containers see of the pod's volumes as devices.</summary>
internal static class DeviceRules
{
    private static readonly Rule Device = new("VolumeDevice");

    /// <summary>Checks the devices of a container.</summary>
    public static void Check(JsonObject container, string path, IReadOnlyDictionary<string, JsonObject> volumes, FieldErrors errors)
    {
        var mounts = container.Objects("volumeMounts").Select(mount => (Name: mount.Text("name"), Path: mount.Text("mountPath"))).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (device, devicePath) in container.Items("volumeDevices", path))
        {
            var name = device.Text("name");
            MountRules.CheckName(device, devicePath, volumes, Device, errors);
            CheckVolume(name, $"{devicePath}.name", volumes, errors);
            if (name.Length > 0 && !names.Add(name))
            {
                errors.Invalid($"{devicePath}.name", name, "must be unique", Device);
            }

            var target = device.Text("devicePath");
            CheckTarget(target, $"{devicePath}.devicePath", targets, errors);
            if (mounts.Exists(mount => mount.Name == name))
            {
                errors.Invalid($"{devicePath}.name", name, "must not already exist in volumeMounts", Device);
            }

            if (mounts.Exists(mount => mount.Path == target))
            {
                errors.Invalid($"{devicePath}.devicePath", target, "must not already exist as a path in volumeMounts", Device);
            }
        }
    }

    private static void CheckVolume(string name, string field, IReadOnlyDictionary<string, JsonObject> volumes, FieldErrors errors)
    {
        if (volumes.TryGetValue(name, out var volume) && !volume.Has("persistentVolumeClaim") && !volume.Has("ephemeral"))
        {
            errors.Invalid(field, name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode", Device);
        }
    }

    private static void CheckTarget(string target, string field, HashSet<string> targets, FieldErrors errors)
    {
        if (target.Length == 0)
        {
            errors.Required(field, Device);
        }

        if (PathRules.StepsBack(target))
        {
            errors.Invalid(field, target, "can not contain backsteps ('..')", Device);
        }
        else if (!targets.Add(target))
        {
            errors.Invalid(field, target, "must be unique", Device);
        }
    }
}
