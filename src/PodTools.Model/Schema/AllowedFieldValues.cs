using System.Collections.Frozen;

namespace PodTools.Schema;

/// <summary>
/// The fields that take one of a fixed set of values. The OpenAPI documents do not mark them, so they are listed here, once, for
/// validation, completion and <c>Get-PodSchema</c>.
/// </summary>
public static class AllowedFieldValues
{
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];
    private static readonly string[] ProfileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];
    private static readonly string[] ConditionStatuses = ["False", "True", "Unknown"];
    private static readonly string[] TaintEffects = ["NoExecute", "NoSchedule", "PreferNoSchedule"];
    private static readonly string[] InclusionPolicies = ["Honor", "Ignore"];

    /// <summary>The sets by <c>type.field</c>, each in the order of its letters, as the API lists them in its errors.</summary>
    private static readonly FrozenDictionary<string, string[]> ByField = new Dictionary<string, string[]>
    {
        ["AppArmorProfile.type"] = ProfileTypes,
        ["AzureDiskVolumeSource.cachingMode"] = ["None", "ReadOnly", "ReadWrite"],
        ["AzureDiskVolumeSource.kind"] = ["Dedicated", "Managed", "Shared"],
        ["Container.imagePullPolicy"] = ["Always", "IfNotPresent", "Never"],
        ["Container.restartPolicy"] = ["Always", "Never", "OnFailure"],
        ["Container.terminationMessagePolicy"] = ["FallbackToLogsOnError", "File"],
        ["ContainerPort.protocol"] = Protocols,
        ["ContainerResizePolicy.resourceName"] = ["cpu", "memory"],
        ["ContainerResizePolicy.restartPolicy"] = ["NotRequired", "RestartContainer"],
        ["ContainerRestartRule.action"] = ["Restart", "RestartAllContainers"],
        ["ContainerRestartRuleOnExitCodes.operator"] = ["In", "NotIn"],
        ["DeleteOptions.propagationPolicy"] = ["Background", "Foreground", "Orphan"],
        ["EmptyDirVolumeSource.medium"] = ["", "HugePages", "Memory"],
        ["EphemeralContainer.imagePullPolicy"] = ["Always", "IfNotPresent", "Never"],
        ["EphemeralContainer.terminationMessagePolicy"] = ["FallbackToLogsOnError", "File"],
        ["HTTPGetAction.scheme"] = ["HTTP", "HTTPS"],
        ["HostPathVolumeSource.type"] =
            ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"],
        ["ImageVolumeSource.pullPolicy"] = ["Always", "IfNotPresent", "Never"],
        ["LabelSelectorRequirement.operator"] = ["DoesNotExist", "Exists", "In", "NotIn"],
        ["NamespaceStatus.phase"] = ["Active", "Terminating"],
        ["NodeCondition.status"] = ConditionStatuses,
        ["NodeSelectorRequirement.operator"] = ["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"],
        ["PersistentVolumeClaimSpec.accessModes"] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"],
        ["PersistentVolumeClaimSpec.volumeMode"] = ["Block", "Filesystem"],
        ["PodCondition.status"] = ConditionStatuses,
        ["PodOS.name"] = ["linux", "windows"],
        ["PodSecurityContext.fsGroupChangePolicy"] = ["Always", "OnRootMismatch"],
        ["PodSecurityContext.seLinuxChangePolicy"] = ["MountOption", "Recursive"],
        ["PodSecurityContext.supplementalGroupsPolicy"] = ["Merge", "Strict"],
        ["PodSpec.dnsPolicy"] = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
        ["PodSpec.preemptionPolicy"] = ["Never", "PreemptLowerPriority"],
        ["PodSpec.restartPolicy"] = ["Always", "Never", "OnFailure"],
        ["PodStatus.phase"] = ["Failed", "Pending", "Running", "Succeeded", "Unknown"],
        ["PodStatus.qosClass"] = ["BestEffort", "Burstable", "Guaranteed"],
        ["SeccompProfile.type"] = ProfileTypes,
        ["SecurityContext.procMount"] = ["Default", "Unmasked"],
        ["ServicePort.protocol"] = Protocols,
        ["ServiceSpec.type"] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"],
        ["ServiceSpec.sessionAffinity"] = ["ClientIP", "None"],
        ["Status.status"] = ["Failure", "Success"],
        ["Taint.effect"] = TaintEffects,
        ["Toleration.effect"] = TaintEffects,
        ["Toleration.operator"] = ["Equal", "Exists", "Gt", "Lt"],
        ["TopologySpreadConstraint.nodeAffinityPolicy"] = InclusionPolicies,
        ["TopologySpreadConstraint.nodeTaintsPolicy"] = InclusionPolicies,
        ["TopologySpreadConstraint.whenUnsatisfiable"] = ["DoNotSchedule", "ScheduleAnyway"],
        ["VolumeMount.mountPropagation"] = ["Bidirectional", "HostToContainer", "None"],
        ["VolumeMount.recursiveReadOnly"] = ["Disabled", "Enabled", "IfPossible"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All fields with a fixed set, as <c>type.field</c>.</summary>
    public static IEnumerable<string> Fields => ByField.Keys;

    /// <summary>The values that a field takes.</summary>
    /// <param name="type">The API's name of the type, such as <c>PodSpec</c>.</param>
    /// <param name="field">The name of the field, such as <c>restartPolicy</c>.</param>
    /// <returns>The values; empty when there is no fixed set.</returns>
    public static IReadOnlyList<string> Of(string type, string field) => ByField.GetValueOrDefault($"{type}.{field}") ?? [];
}
