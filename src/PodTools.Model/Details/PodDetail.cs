using PodTools.Details;

namespace PodTools;

/// <summary>Everything that <c>kubectl describe pod</c> shows, as an object: what <c>Get-PodDetail</c> emits.</summary>
public sealed class PodDetail
{
    private readonly IReadOnlyList<PodContainerDetail> _all;

    /// <summary>Puts a pod and its events together.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="events">The events about it, in any order.</param>
    public PodDetail(Pod pod, IEnumerable<CoreEvent> events)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(events);
        Pod = pod;
        Events = [.. PodEvent.InOrder(events.Select(source => new PodEvent(source) { Context = pod.Context }))];
        _all = [.. PodContainerDetail.Of(pod)];
    }

    /// <summary>The pod itself.</summary>
    public Pod Pod { get; }

    /// <summary>The name of the pod.</summary>
    public string? Name => Pod.Name;

    /// <summary>The namespace of the pod.</summary>
    public string? Namespace => Pod.Namespace;

    /// <summary>The context of the cluster that it was read from.</summary>
    public string? Context => Pod.Context;

    /// <summary>The kubeconfig in which the context stands.</summary>
    public string? KubeConfig => Pod.KubeConfig;

    /// <summary>The node that runs it; null while there is none.</summary>
    public string? Node => Pod.Node;

    /// <summary>The address of the node.</summary>
    public string? HostIP => Pod.Status?.HostIP;

    /// <summary>When the node took it on; null while none has.</summary>
    public DateTimeOffset? StartTime => Pod.Status?.StartTime;

    /// <summary>The labels.</summary>
    public IDictionary<string, string> Labels => Pod.Metadata?.Labels ?? new Dictionary<string, string>();

    /// <summary>The annotations.</summary>
    public IDictionary<string, string> Annotations => Pod.Metadata?.Annotations ?? new Dictionary<string, string>();

    /// <summary>What the pod is doing: kubectl's STATUS.</summary>
    public string State => Pod.State;

    /// <summary>How the pod is doing, in one word.</summary>
    public PodHealth Health => Pod.Health;

    /// <summary>Why the pod as a whole is in its phase, such as <c>Evicted</c>; null when nothing was said.</summary>
    public string? Reason => Pod.Status?.Reason;

    /// <summary>What was said about the reason.</summary>
    public string? Message => Pod.Status?.Message;

    /// <summary>The address of the pod within the cluster; null while it has none.</summary>
    public string? IP => Pod.IP;

    /// <summary>The addresses of the pod.</summary>
    public IReadOnlyList<string> IPs => [.. (Pod.Status?.PodIPs ?? []).Select(address => address.Ip ?? "")];

    /// <summary>What made the pod and keeps it, such as <c>ReplicaSet/web-5d75</c>; null for a pod of its own.</summary>
    public string? ControlledBy =>
        Pod.Metadata?.OwnerReferences.FirstOrDefault(owner => owner.Controller == true) is { } owner ? $"{owner.Kind}/{owner.Name}" : null;

    /// <summary>The init containers, sidecars among them.</summary>
    public IReadOnlyList<PodContainerDetail> InitContainers => [.. _all.Where(container => container.Role is ContainerRole.Init or ContainerRole.Sidecar)];

    /// <summary>The containers.</summary>
    public IReadOnlyList<PodContainerDetail> Containers => [.. _all.Where(container => container.Role == ContainerRole.Main)];

    /// <summary>The containers that were added to the running pod.</summary>
    public IReadOnlyList<PodContainerDetail> EphemeralContainers => [.. _all.Where(container => container.Role == ContainerRole.Ephemeral)];

    /// <summary>What is true of the pod, such as <c>Ready</c>.</summary>
    public IList<PodCondition> Conditions => Pod.Status?.Conditions ?? [];

    /// <summary>The volumes.</summary>
    public IList<Volume> Volumes => Pod.Spec?.Volumes ?? [];

    /// <summary>How likely the pod is to be ended when its node runs short: <c>BestEffort</c>, <c>Burstable</c> or <c>Guaranteed</c>.</summary>
    public string? QosClass => Pod.Status?.QosClass;

    /// <summary>The labels that its node must have.</summary>
    public IDictionary<string, string> NodeSelector => Pod.Spec?.NodeSelector ?? new Dictionary<string, string>();

    /// <summary>The taints that it bears.</summary>
    public IList<Toleration> Tolerations => Pod.Spec?.Tolerations ?? [];

    /// <summary>What was reported about it, oldest first.</summary>
    public IReadOnlyList<PodEvent> Events { get; }

    /// <summary>All of it as text that reads like <c>kubectl describe pod</c>, with ages counted to now.</summary>
    public string Text => TextAt(DateTimeOffset.UtcNow);

    /// <summary>All of it as text that reads like <c>kubectl describe pod</c>.</summary>
    /// <param name="now">The time that ages are counted to.</param>
    public string TextAt(DateTimeOffset now) => new PodDescription(this, now).Write();

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
