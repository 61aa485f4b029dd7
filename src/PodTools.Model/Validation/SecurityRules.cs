using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for security contexts, of pods and of containers.</summary>
internal static partial class SecurityRules
{
    private const string SysctlSyntax = @"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
    private static readonly string[] ProfileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];
    private static readonly string[] GroupChangePolicies = ["Always", "OnRootMismatch"];
    private static readonly string[] ProcMounts = ["Default", "Unmasked"];

    private static readonly string[] GroupPolicies = ["Merge", "Strict"];
    private static readonly string[] LabelPolicies = ["MountOption", "Recursive"];
    private static readonly string[] OldLabelPolicies = ["Recursive"];
    private static readonly (string Flag, string[] Names)[] HostSysctls = [("hostNetwork", ["net."]), ("hostIPC", ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."])];
    private static readonly (string Field, string Reported)[] HostNamespaces = [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")];

    private static readonly Rule Id = new("UserOrGroupId");
    private static readonly Rule Privilege = new("PrivilegeEscalation", "A privileged container, or one with CAP_SYS_ADMIN, can always escalate: leave one of the two out.");
    private static readonly Rule Seccomp = new("SeccompProfile");
    private static readonly Rule Processes = new("SharedProcesses", "Choose one: the processes of the node (hostPID), or those of the pod (shareProcessNamespace).");
    private static readonly Rule Policy = new("SecurityPolicy");
    private static readonly Rule MountLabels = new("SecurityPolicy", "", ServerVersions.Without("SELinuxMount"));
    private static readonly Rule ProcMount = new("ProcMount", "", ServerVersions.From(33));
    private static readonly Rule HostSysctl = new("Sysctl", "A pod can set only parameters of namespaces of its own.", ServerVersions.From(29));
    private static readonly Rule OwnUsers = new("HostUsers", "", ServerVersions.From(33));
    private static readonly Rule Sysctl = new("Sysctl", "Name a parameter of the kernel, such as net.core.somaxconn, once.");

    /// <summary>Checks the security context of a container.</summary>
    /// <param name="context">The security context; null counts as empty.</param>
    /// <param name="path">Its path.</param>
    /// <param name="hostUsers">Whether the pod has the users of its node, as pods have unless they say otherwise.</param>
    /// <param name="errors">Where errors go.</param>
    public static void CheckContainer(JsonObject? context, string path, bool hostUsers, FieldErrors errors)
    {
        if (context is null)
        {
            return;
        }

        CheckIds(context, path, errors, "runAsUser", "runAsGroup");
        CheckProcMount(context.Text("procMount"), $"{path}.procMount", hostUsers, errors);
        CheckSeccomp(context, path, errors);
        AppArmorRules.Check(context.Object("appArmorProfile"), $"{path}.appArmorProfile", errors);
        WindowsRules.CheckOptions(context.Object("windowsOptions"), $"{path}.windowsOptions", errors);
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

        CheckHostUsers(spec, path, errors);
        if (context is null)
        {
            return;
        }

        CheckIds(context, contextPath, errors, "fsGroup", "runAsUser", "runAsGroup");
        errors.OneOf($"{contextPath}.fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), GroupChangePolicies, Policy);
        CheckGroups(context, contextPath, errors);
        CheckSysctls(spec, context, contextPath, errors);
        CheckSeccomp(context, contextPath, errors);
        AppArmorRules.Check(context.Object("appArmorProfile"), $"{contextPath}.appArmorProfile", errors);
        WindowsRules.CheckOptions(context.Object("windowsOptions"), $"{contextPath}.windowsOptions", errors);
        if (context.Has("supplementalGroupsPolicy") && context.Text("supplementalGroupsPolicy") is var policy && !GroupPolicies.Contains(policy))
        {
            errors.NotSupported($"{contextPath}.supplementalGroupsPolicy", policy, GroupPolicies, Policy);
        }

        CheckLabelPolicy(context.Text("seLinuxChangePolicy"), $"{contextPath}.seLinuxChangePolicy", errors);
    }

    /// <summary>Whether a pod has the users of its node.</summary>
    public static bool HasHostUsers(JsonObject spec) => !spec.Has("hostUsers") || spec.Flag("hostUsers");

    /// <summary>A pod with users of its own shares nothing else with its node; the server misspells two of the fields.</summary>
    private static void CheckHostUsers(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (field, reported) in HostNamespaces.Where(_ => !HasHostUsers(spec)).Where(entry => spec.Flag(entry.Field)))
        {
            errors.Forbidden(new ReportedField($"{path}.{reported}", $"{path}.{field}"), "when `pod.Spec.HostUsers` is false", OwnUsers);
        }
    }

    private static void CheckProcMount(string mount, string field, bool hostUsers, FieldErrors errors)
    {
        errors.OneOf(field, mount, ProcMounts, ProcMount);
        if (mount == "Unmasked" && hostUsers)
        {
            errors.Invalid(field, mount, "`hostUsers` must be false to use `Unmasked`", ProcMount);
        }
    }

    private static void CheckLabelPolicy(string policy, string field, FieldErrors errors)
    {
        if (LabelPolicies.Contains(policy))
        {
            errors.OneOf(field, policy, OldLabelPolicies, MountLabels);
        }
        else
        {
            errors.OneOf(field, policy, LabelPolicies, Policy);
        }
    }

    private static void CheckGroups(JsonObject context, string path, FieldErrors errors)
    {
        var groups = context["supplementalGroups"] as JsonArray ?? [];
        for (var i = 0; i < groups.Count; i++)
        {
            errors.Between($"{path}.supplementalGroups[{i}]", JsonFields.AsNumber(groups[i]), 0, int.MaxValue, Id);
        }
    }

    private static void CheckSysctls(JsonObject spec, JsonObject context, string path, FieldErrors errors)
    {
        const int LongestName = 253;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (sysctl, sysctlPath) in context.Items("sysctls", path))
        {
            var name = sysctl.Text("name");
            if (name.Length == 0)
            {
                errors.Required($"{sysctlPath}.name", Sysctl);
            }
            else if (name.Length > LongestName || !SysctlName().IsMatch(name))
            {
                errors.Invalid($"{sysctlPath}.name", name, $"must have at most {LongestName} characters and match regex {SysctlSyntax}", Sysctl);
            }
            else if (!seen.Add(name))
            {
                errors.Duplicate($"{sysctlPath}.name", name, Sysctl);
            }

            foreach (var flag in HostSysctls.Where(entry => spec.Flag(entry.Flag) && Array.Exists(entry.Names, name.Replace('/', '.').StartsWith)).Select(entry => entry.Flag))
            {
                errors.Invalid($"{sysctlPath}.name", name, $"may not be specified when '{flag}' is true", HostSysctl);
            }
        }
    }

    [GeneratedRegex(SysctlSyntax)]
    private static partial Regex SysctlName();

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
                RefuseLocal(local, $"{field}.localhostProfile", errors);
                break;
            case "Localhost" when !profile.Has("localhostProfile"):
                errors.Required($"{field}.localhostProfile", Seccomp, "must be set when seccomp type is Localhost");
                break;
            case "Localhost":
                PathRules.CheckDescending(local, $"{field}.localhostProfile", Seccomp, errors);
                break;
            case var type:
                errors.OneOf($"{field}.type", type, ProfileTypes, Seccomp);
                RefuseLocal(local, $"{field}.localhostProfile", errors);
                break;
        }
    }

    private static void RefuseLocal(string profile, string field, FieldErrors errors)
    {
        if (profile.Length > 0)
        {
            errors.Invalid(field, profile, "can only be set when seccomp type is Localhost", Seccomp);
        }
    }
}
