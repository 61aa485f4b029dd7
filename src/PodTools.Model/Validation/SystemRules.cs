using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what a pod of one operating system cannot have because only another one knows it.</summary>
internal static class SystemRules
{
    private const string NotForWindows = "cannot be set for a windows pod";

    private static readonly string[] Systems = ["linux", "windows"];

    private static readonly string[] LinuxPodFields =
    [
        "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups",
        "supplementalGroupsPolicy", "seLinuxChangePolicy", "appArmorProfile",
    ];

    private static readonly string[] LinuxContainerFields =
    [
        "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser",
        "runAsGroup", "appArmorProfile",
    ];

    private static readonly string[] WindowsFields = ["windowsOptions"];

    private static readonly Rule System = new("OperatingSystem", "Leave the field out, or correct spec.os.name.");
    private static readonly Rule NewSystem = System with { Versions = ServerVersions.From(33) };

    /// <summary>What a pod of Windows cannot share with its node, and whether saying so is wrong as well.</summary>
    private static readonly (string Field, bool WhenFalse, Rule Rule)[] HostFields =
        [("hostPID", false, System), ("hostIPC", false, System), ("shareProcessNamespace", true, System), ("hostUsers", true, NewSystem)];

    /// <summary>Checks a spec that names its operating system.</summary>
    public static void Check(string system, JsonObject spec, string path, FieldErrors errors)
    {
        switch (system)
        {
            case "windows":
                foreach (var (field, rule) in HostFields.Where(entry => entry.WhenFalse ? spec.Has(entry.Field) : spec.Flag(entry.Field)).Select(entry => (entry.Field, entry.Rule)))
                {
                    errors.Forbidden($"{path}.{field}", NotForWindows, rule);
                }

                CheckContexts(spec, path, LinuxPodFields, LinuxContainerFields, NotForWindows, errors);
                break;
            case "linux":
                CheckContexts(spec, path, WindowsFields, WindowsFields, "windows options cannot be set for a linux pod", errors);
                break;
            case "":
                errors.Required($"{path}.os.name", System, "cannot be empty");
                break;
            default:
                errors.NotSupported(new ReportedField($"{path}.os", $"{path}.os.name"), system, Systems, System);
                break;
        }
    }

    private static void CheckContexts(
        JsonObject spec, string path, IReadOnlyList<string> ofPod, IReadOnlyList<string> ofContainer, string message, FieldErrors errors)
    {
        CheckContext(spec, path, ofPod, message, errors);
        foreach (var (container, containerPath) in PodContainers.Of(spec, path))
        {
            CheckContext(container, containerPath, ofContainer, message, errors);
        }
    }

    private static void CheckContext(JsonObject parent, string path, IReadOnlyList<string> fields, string message, FieldErrors errors)
    {
        foreach (var field in fields.Where(field => parent.Object("securityContext").Has(field)))
        {
            errors.Forbidden($"{path}.securityContext.{field}", message, System);
        }
    }
}
