using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for security contexts, of pods and of containers.</summary>
internal static class SecurityRules
{
    private static readonly string[] ProfileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];
    private static readonly string[] GroupChangePolicies = ["OnRootMismatch", "Always"];
    private static readonly string[] ProcMounts = ["Default", "Unmasked"];

    private static readonly Rule Id = new("UserOrGroupId");
    private static readonly Rule Privilege = new("PrivilegeEscalation", "A privileged container, or one with CAP_SYS_ADMIN, can always escalate: leave one of the two out.");
    private static readonly Rule Seccomp = new("SeccompProfile");
    private static readonly Rule Processes = new("SharedProcesses", "Choose one: the processes of the node (hostPID), or those of the pod (shareProcessNamespace).");
    private static readonly Rule Policy = new("SecurityPolicy");

    /// <summary>Checks the security context of a container.</summary>
    public static void CheckContainer(JsonObject? context, string path, FieldErrors errors)
    {
        if (context is null)
        {
            return;
        }

        CheckIds(context, path, errors, "runAsUser", "runAsGroup");
        errors.OneOf($"{path}.procMount", context.Text("procMount"), ProcMounts, Policy);
        CheckSeccomp(context, path, errors);
        if (context["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation"))
        {
            return;
        }

        if (context.Flag("privileged"))
        {
            errors.InvalidLiteral(path, "securityContext", "cannot set `allowPrivilegeEscalation` to false and `privileged` to true", Privilege);
        }

        if (context.Object("capabilities").Texts("add").Contains("CAP_SYS_ADMIN"))
        {
            errors.InvalidLiteral(path, "securityContext", "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN", Privilege);
        }
    }

    /// <summary>Checks the security context of a pod, and what it shares with its node.</summary>
    public static void CheckPod(JsonObject spec, string path, FieldErrors errors)
    {
        PortRules.CheckHostNetwork(spec, path, errors);
        var context = spec.Object("securityContext");
        var contextPath = $"{path}.securityContext";
        if (spec.Flag("shareProcessNamespace") && spec.Flag("hostPID"))
        {
            errors.InvalidLiteral($"{contextPath}.shareProcessNamespace", "true", "ShareProcessNamespace and HostPID cannot both be enabled", Processes);
        }

        if (context is null)
        {
            return;
        }

        CheckIds(context, contextPath, errors, "fsGroup", "runAsUser", "runAsGroup");
        errors.OneOf($"{contextPath}.fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), GroupChangePolicies, Policy);
        CheckSeccomp(context, contextPath, errors);
    }

    private static void CheckIds(JsonObject context, string path, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            errors.Between($"{path}.{field}", context.Number(field), 0, int.MaxValue, Id);
        }
    }

    private static void CheckSeccomp(JsonObject context, string path, FieldErrors errors)
    {
        if (context.Object("seccompProfile") is not { } profile)
        {
            return;
        }

        var field = $"{path}.seccompProfile";
        var local = profile.Text("localhostProfile");
        switch (profile.Text("type"))
        {
            case "":
                errors.Required($"{field}.type", Seccomp, "type is required when seccompProfile is set");
                break;
            case "Localhost" when local.Length == 0:
                errors.Required($"{field}.localhostProfile", Seccomp, "must be set when seccomp type is Localhost");
                break;
            case "Localhost":
                MountRules.CheckDescending(local, $"{field}.localhostProfile", errors);
                break;
            case var type:
                errors.OneOf($"{field}.type", type, ProfileTypes, Seccomp);
                if (local.Length > 0)
                {
                    errors.Invalid($"{field}.localhostProfile", local, "can only be set when seccomp type is Localhost", Seccomp);
                }

                break;
        }
    }
}
