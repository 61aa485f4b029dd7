using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the spec of a pod, or of a pod template, in the order of the API server.</summary>
internal static class PodSpecRules
{
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] DnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    private static readonly string[] PreemptionPolicies = ["PreemptLowerPriority", "Never"];

    private static readonly Rule RestartPolicy = new("RestartPolicy");
    private static readonly Rule DnsPolicy = new("DnsPolicy");
    private static readonly Rule Deadline = new("ActiveDeadline");
    private static readonly Rule HostName = new("HostName", "Use lower case letters, digits and '-', at most 63 characters.");
    private static readonly Rule Reference = new("ObjectReference", "Use lower case letters, digits, '-' and '.'.");
    private static readonly Rule Preemption = new("PreemptionPolicy");

    /// <summary>Checks a spec.</summary>
    /// <param name="spec">The spec; null counts as empty.</param>
    /// <param name="path">Its path: <c>spec</c>, or that within a template.</param>
    /// <param name="podName">The name of the pod; null for a template.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject? spec, string path, string? podName, FieldErrors errors)
    {
        spec ??= [];
        var volumes = VolumeRules.Check(spec, podName ?? "", path, errors);
        ResourceClaimRules.Check(spec, path, errors);
        ContainerRules.Check(spec, path, volumes, podName is null, errors);
        PodResourceRules.Check(spec, path, errors);
        errors.OneOf($"{path}.restartPolicy", spec.Text("restartPolicy"), RestartPolicies, RestartPolicy);
        errors.OneOf($"{path}.dnsPolicy", spec.Text("dnsPolicy"), DnsPolicies, DnsPolicy);
        MetadataRules.CheckLabels(spec, "nodeSelector", path, errors);
        SecurityRules.CheckPod(spec, path, errors);
        AffinityRules.Check(spec, path, errors);
        NetworkRules.CheckDns(spec, path, errors);
        SchedulingRules.CheckReadinessGates(spec, path, errors);
        SchedulingRules.CheckGates(spec, path, errors);
        AffinityRules.CheckSpread(spec, path, errors);
        WindowsRules.CheckHostProcesses(spec, path, errors);
        CheckName(spec, "serviceAccountName", path, NameSyntax.DnsSubdomain, Reference, errors);
        CheckName(spec, "nodeName", path, NameSyntax.DnsSubdomain, Reference, errors);
        errors.Between($"{path}.activeDeadlineSeconds", spec.Number("activeDeadlineSeconds"), 1, int.MaxValue, Deadline);
        CheckName(spec, "hostname", path, NameSyntax.DnsLabel, HostName, errors);
        CheckName(spec, "subdomain", path, NameSyntax.DnsLabel, HostName, errors);
        SchedulingRules.CheckTolerations(spec, path, errors);
        NetworkRules.CheckHostAliases(spec, path, errors);
        CheckName(spec, "priorityClassName", path, NameSyntax.DnsSubdomain, Reference, errors);
        CheckName(spec, "runtimeClassName", path, NameSyntax.DnsSubdomain, Reference, errors);
        errors.OneOf($"{path}.preemptionPolicy", spec.Text("preemptionPolicy"), PreemptionPolicies, Preemption);
        ResourceRules.CheckOverhead(spec, path, errors);
        if (spec.Object("os") is { } os)
        {
            SystemRules.Check(os.Text("name"), spec, path, errors);
        }
    }

    private static void CheckName(JsonObject spec, string field, string path, Func<string, IReadOnlyList<string>> syntax, Rule rule, FieldErrors errors)
    {
        if (spec.Text(field) is { Length: > 0 } name)
        {
            errors.InvalidEach($"{path}.{field}", name, syntax(name), rule);
        }
    }
}
