using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what a pod of one operating system cannot have because only another one knows it.</summary>
internal static class SystemRules
{
    private static readonly string[] HostFlags = ["hostPID", "hostIPC", "shareProcessNamespace"];

    private static readonly string[] LinuxPodFields =
        ["seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups"];

    private static readonly string[] LinuxContainerFields =
    [
        "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser",
        "runAsGroup",
    ];

    private static readonly string[] WindowsFields = ["windowsOptions"];

    private static readonly Rule System = new("OperatingSystem", "Leave the field out, or correct spec.os.name.");

    /// <summary>Checks a spec that names its operating system.</summary>
    public static void Check(string system, JsonObject spec, string path, FieldErrors errors)
    {
        switch (system)
        {
            case "windows":
                foreach (var flag in HostFlags.Where(spec.Flag))
                {
                    errors.Forbidden(flag == "shareProcessNamespace" ? $"{path}.securityContext.{flag}" : $"{path}.{flag}", "cannot be set for a windows pod", System);
                }

                CheckContexts(spec, path, LinuxPodFields, LinuxContainerFields, "cannot be set for a windows pod", errors);
                break;
            case "linux":
                CheckContexts(spec, path, WindowsFields, WindowsFields, "windows options cannot be set for a linux pod", errors);
                break;
            default:
                break;
        }
    }

    private static void CheckContexts(
        JsonObject spec, string path, IReadOnlyList<string> ofPod, IReadOnlyList<string> ofContainer, string message, FieldErrors errors)
    {
        CheckContext(spec, path, ofPod, message, errors);
        foreach (var (container, containerPath) in spec.Items("initContainers", path).Concat(spec.Items("containers", path)))
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
