using PodTools.Details;

namespace PodTools;

/// <summary>A container of a pod: what was asked for, and what became of it.</summary>
public sealed class PodContainerDetail
{
    internal PodContainerDetail(Container spec, ContainerStatus? status, ContainerRole role) => (Spec, Status, Role) = (spec, status, role);

    /// <summary>The name.</summary>
    public string Name => Spec.Name ?? "";

    /// <summary>What part it plays in the pod.</summary>
    public ContainerRole Role { get; }

    /// <summary>The image that was asked for.</summary>
    public string? Image => Spec.Image;

    /// <summary>The image that it runs, with its digest; null before it was pulled.</summary>
    public string? ImageId => Status?.ImageID;

    /// <summary>The id that the container runtime gave it, such as <c>containerd://...</c>; null before it was made.</summary>
    public string? ContainerId => Status?.ContainerID;

    /// <summary><c>Running</c>, <c>Waiting</c> or <c>Terminated</c>.</summary>
    public string State => ContainerStateText.Name(Status?.State);

    /// <summary>Why it waits or ended, such as <c>CrashLoopBackOff</c>; null while it runs.</summary>
    public string? Reason => Status?.State?.Waiting?.Reason ?? Status?.State?.Terminated?.Reason;

    /// <summary>What was said about why it waits or ended; null when nothing was.</summary>
    public string? Message => Status?.State?.Waiting?.Message ?? Status?.State?.Terminated?.Message;

    /// <summary>The exit code of its last end; null when it never ended.</summary>
    public int? ExitCode => LastEnd?.ExitCode;

    /// <summary>When it started; null when it does not run and never ran.</summary>
    public DateTimeOffset? StartTime => Status?.State?.Running?.StartedAt ?? LastEnd?.StartedAt;

    /// <summary>Whether it is ready.</summary>
    public bool Ready => Status?.Ready ?? false;

    /// <summary>How often it was started again.</summary>
    public int Restarts => Status?.RestartCount ?? 0;

    /// <summary>Its ports.</summary>
    public IList<ContainerPortSpec> Ports => Spec.Ports;

    /// <summary>What was asked for. Of an ephemeral container, the part that all containers have.</summary>
    public Container Spec { get; }

    /// <summary>What became of it; null when nothing was reported yet.</summary>
    public ContainerStatus? Status { get; }

    /// <summary>How it last ended: now, or before it was started again; null when it never did.</summary>
    public ContainerStateTerminated? LastEnd => Status?.State?.Terminated ?? Status?.LastState?.Terminated;

    /// <summary>The name and the state.</summary>
    public override string ToString() => Reason is null ? $"{Name}: {State}" : $"{Name}: {State} ({Reason})";

    /// <summary>Joins the containers of a pod with what was reported about them.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>Init containers, containers and ephemeral containers, each in the order of the pod.</returns>
    internal static IEnumerable<PodContainerDetail> Of(Pod pod)
    {
        var (spec, status) = (pod.Spec, pod.Status);
        var initial = Join(spec?.InitContainers, status?.InitContainerStatuses, container => container.IsSidecar ? ContainerRole.Sidecar : ContainerRole.Init);
        var main = Join(spec?.Containers, status?.ContainerStatuses, _ => ContainerRole.Main);
        var ephemeral = Join([.. (spec?.EphemeralContainers ?? []).Select(AsContainer)], status?.EphemeralContainerStatuses, _ => ContainerRole.Ephemeral);
        return [.. initial, .. main, .. ephemeral];
    }

    private static IEnumerable<PodContainerDetail> Join(IList<Container>? specs, IList<ContainerStatus>? statuses, Func<Container, ContainerRole> role) =>
        (specs ?? []).Select(spec => new PodContainerDetail(spec, statuses?.FirstOrDefault(status => status.Name == spec.Name), role(spec)));

    // The API's type for ephemeral containers has the fields of a container and one more.
    private static Container AsContainer(EphemeralContainer ephemeral) => KubernetesJson.Deserialize<Container>(KubernetesJson.ToNode(ephemeral));
}
