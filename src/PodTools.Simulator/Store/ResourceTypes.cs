namespace PodTools.Simulator.Store;

/// <summary>The table of everything that the simulator serves. A new kind is a new row here, not new code.</summary>
internal static class ResourceTypes
{
    private static readonly string[] GetPatchUpdate = ["get", "patch", "update"];
    private static readonly string[] Create = ["create"];
    private static readonly string[] CreateGet = ["create", "get"];
    private static readonly Subresource[] Scale =
    [
        new("scale", "Scale", GetPatchUpdate, "autoscaling", "v1"),
    ];

    public static ResourceType Namespaces { get; } = new("", "v1", "namespaces", "Namespace", false)
    {
        ShortNames = ["ns"],
        Subresources = [new("finalize", "Namespace", ["update"]), new("status", "Namespace", GetPatchUpdate)],
        FieldLabels = [new("status.phase", "status.phase")],
    };

    public static ResourceType Nodes { get; } = new("", "v1", "nodes", "Node", false)
    {
        ShortNames = ["no"],
        Subresources = [new("status", "Node", GetPatchUpdate)],
        FieldLabels = [new("spec.unschedulable", "spec.unschedulable", "false")],
    };

    public static ResourceType Pods { get; } = new("", "v1", "pods", "Pod", true)
    {
        ShortNames = ["po"],
        Categories = ["all"],
        DeletesGracefully = true,
        Subresources =
        [
            new("attach", "PodAttachOptions", CreateGet),
            new("binding", "Binding", Create),
            new("ephemeralcontainers", "Pod", GetPatchUpdate),
            new("eviction", "Eviction", Create, "policy", "v1"),
            new("exec", "PodExecOptions", CreateGet),
            new("log", "Pod", ["get"]),
            new("portforward", "PodPortForwardOptions", CreateGet),
            new("resize", "Pod", GetPatchUpdate),
            new("status", "Pod", GetPatchUpdate),
        ],
        FieldLabels =
        [
            new("spec.nodeName", "spec.nodeName"),
            new("spec.restartPolicy", "spec.restartPolicy"),
            new("spec.schedulerName", "spec.schedulerName"),
            new("spec.serviceAccountName", "spec.serviceAccountName"),
            new("status.phase", "status.phase"),
            new("status.podIP", "status.podIP"),
            new("status.podIPs", "status.podIP"),
            new("status.nominatedNodeName", "status.nominatedNodeName"),
        ],
    };

    public static ResourceType Events { get; } = new("", "v1", "events", "Event", true)
    {
        ShortNames = ["ev"],
        FieldLabels =
        [
            new("involvedObject.kind", "involvedObject.kind"),
            new("involvedObject.namespace", "involvedObject.namespace"),
            new("involvedObject.name", "involvedObject.name"),
            new("involvedObject.uid", "involvedObject.uid"),
            new("involvedObject.apiVersion", "involvedObject.apiVersion"),
            new("involvedObject.resourceVersion", "involvedObject.resourceVersion"),
            new("involvedObject.fieldPath", "involvedObject.fieldPath"),
            new("reason", "reason"),
            new("reportingComponent", "reportingComponent"),
            new("source", "source.component"),
            new("type", "type"),
        ],
    };

    public static ResourceType Services { get; } = new("", "v1", "services", "Service", true)
    {
        ShortNames = ["svc"],
        Categories = ["all"],
        Subresources = [new("status", "Service", GetPatchUpdate)],
        FieldLabels = [new("spec.clusterIP", "spec.clusterIP"), new("spec.type", "spec.type")],
    };

    public static ResourceType Endpoints { get; } = new("", "v1", "endpoints", "Endpoints", true) { ShortNames = ["ep"] };

    public static ResourceType ConfigMaps { get; } = new("", "v1", "configmaps", "ConfigMap", true) { ShortNames = ["cm"] };

    public static ResourceType Secrets { get; } = new("", "v1", "secrets", "Secret", true)
    {
        FieldLabels = [new("type", "type")],
    };

    public static ResourceType ServiceAccounts { get; } =
        new("", "v1", "serviceaccounts", "ServiceAccount", true) { ShortNames = ["sa"] };

    public static ResourceType Deployments { get; } = Workload("apps", "deployments", "Deployment", "deploy", Scale);

    public static ResourceType ReplicaSets { get; } = Workload("apps", "replicasets", "ReplicaSet", "rs", Scale);

    public static ResourceType StatefulSets { get; } = Workload("apps", "statefulsets", "StatefulSet", "sts", Scale);

    public static ResourceType DaemonSets { get; } = Workload("apps", "daemonsets", "DaemonSet", "ds", []);

    public static ResourceType Jobs { get; } = Workload("batch", "jobs", "Job", null, []);

    public static ResourceType CronJobs { get; } = Workload("batch", "cronjobs", "CronJob", "cj", []);

    public static ResourceType PodDisruptionBudgets { get; } =
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true)
        {
            ShortNames = ["pdb"],
            HasGeneration = true,
            Subresources = [new("status", "PodDisruptionBudget", GetPatchUpdate)],
        };

    /// <summary>All of them, in the order in which discovery lists them.</summary>
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        ConfigMaps, Endpoints, Events, Namespaces, Nodes, Pods, Secrets, ServiceAccounts, Services,
        DaemonSets, Deployments, ReplicaSets, StatefulSets, CronJobs, Jobs, PodDisruptionBudgets,
    ];

    private static ResourceType Workload(
        string group, string plural, string kind, string? shortName, IReadOnlyList<Subresource> subresources) =>
        new(group, "v1", plural, kind, true)
        {
            ShortNames = shortName is null ? [] : [shortName],
            Categories = ["all"],
            HasGeneration = true,
            Subresources = [.. subresources, new("status", kind, GetPatchUpdate)],
        };
}
