using PodTools.Kubernetes;

namespace PodTools;

/// <summary>A node, with what is needed to place a pod on it.</summary>
public sealed class PodNode
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    internal PodNode(Node definition, IReadOnlyList<Pod>? pods, KubernetesConnection connection)
    {
        Definition = definition;
        Pods = pods;
        Connection = connection;
    }

    /// <summary>The name.</summary>
    public string Name => Definition.Metadata?.Name ?? "";

    /// <summary><c>Ready</c>, <c>NotReady</c> or <c>Unknown</c>, with <c>SchedulingDisabled</c> when it takes no new pods.</summary>
    public string Status
    {
        get
        {
            var ready = Definition.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready")?.Status;
            var state = ready switch { "True" => "Ready", "False" => "NotReady", _ => "Unknown" };
            return Definition.Spec?.Unschedulable == true ? state + ",SchedulingDisabled" : state;
        }
    }

    /// <summary>The roles that its labels give it, such as <c>control-plane</c>.</summary>
    public IReadOnlyList<string> Roles =>
        [.. Labels.Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>How long ago it joined, as kubectl prints it.</summary>
    public string Age => HumanDuration.Since(Definition.Metadata?.CreationTimestamp, DateTimeOffset.UtcNow);

    /// <summary>The version of its kubelet.</summary>
    public string? Version => Definition.Status?.NodeInfo?.KubeletVersion;

    /// <summary>Its address within the cluster.</summary>
    public string? InternalIP => Definition.Status?.Addresses.FirstOrDefault(address => address.Type == "InternalIP")?.Address;

    /// <summary>Its labels, which <c>-NodeSelector</c> of New-Pod selects by.</summary>
    public IDictionary<string, string> Labels => Definition.Metadata?.Labels ?? new Dictionary<string, string>();

    /// <summary>Its taints as kubectl writes them, <c>key=value:effect</c>: a pod needs a toleration for each.</summary>
    public IReadOnlyList<string> Taints =>
        [.. (Definition.Spec?.Taints ?? []).Select(taint => $"{taint.Key}{(string.IsNullOrEmpty(taint.Value) ? "" : "=" + taint.Value)}:{taint.Effect}")];

    /// <summary>What the machine has, by resource.</summary>
    public IDictionary<string, Quantity> Capacity => Definition.Status?.Capacity ?? new Dictionary<string, Quantity>();

    /// <summary>What pods may request in all, by resource.</summary>
    public IDictionary<string, Quantity> Allocatable => Definition.Status?.Allocatable ?? new Dictionary<string, Quantity>();

    /// <summary>The pods on it; null when listing the pods of all namespaces is not allowed.</summary>
    public IReadOnlyList<Pod>? Pods { get; }

    /// <summary>How many pods are on it; null when that is not known.</summary>
    public int? PodCount => Pods?.Count;

    /// <summary>The context that it was read through.</summary>
    public string Context => Connection.Context;

    /// <summary>The kubeconfig of that context; null within a cluster.</summary>
    public string? KubeConfig => Connection.KubeConfigPath;

    /// <summary>All that the API server knows of it.</summary>
    public Node Definition { get; }

    /// <summary>What it was read over; what is piped on goes the same way.</summary>
    internal KubernetesConnection Connection { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
