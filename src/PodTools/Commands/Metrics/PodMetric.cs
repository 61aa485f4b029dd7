using PodTools.Kubernetes;

namespace PodTools;

/// <summary>What a pod or one of its containers uses, against what it requests and may use: what <c>Get-PodMetric</c> emits.</summary>
public sealed class PodMetric
{
    private readonly IReadOnlyList<ContainerUsage> _used;
    private readonly IReadOnlyList<Container> _containers;

    internal PodMetric(Pod pod, PodUsage usage)
        : this(pod, usage.Time, usage.Containers, [.. (pod.Spec?.Containers ?? []).Concat((pod.Spec?.InitContainers ?? []).Where(each => each.IsSidecar))]) =>
        Containers = [.. usage.Containers.Select(each => new PodMetric(pod, usage.Time, [each], [.. _containers.Where(own => own.Name == each.Name)])
        {
            Container = each.Name,
        })];

    private PodMetric(Pod pod, DateTimeOffset? time, IReadOnlyList<ContainerUsage> used, IReadOnlyList<Container> containers) =>
        (Pod, Time, _used, _containers) = (pod, time, used, containers);

    /// <summary>The pod.</summary>
    public Pod Pod { get; }

    /// <summary>The name of the pod.</summary>
    public string? Name => Pod.Name;

    /// <summary>The namespace of the pod.</summary>
    public string? Namespace => Pod.Namespace;

    /// <summary>The context of the cluster that it was read from.</summary>
    public string? Context => Pod.Context;

    /// <summary>The container; null for the whole pod.</summary>
    public string? Container { get; private init; }

    /// <summary>The same for each container; none for a container.</summary>
    public IReadOnlyList<PodMetric> Containers { get; } = [];

    /// <summary>The end of the interval that was measured; null where the server does not say.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>Processor cores in use; null when not measured.</summary>
    public Quantity? Cpu => Sum(_used.Select(each => each.Cpu));

    /// <summary>Bytes of memory in use; null when not measured.</summary>
    public Quantity? Memory => Sum(_used.Select(each => each.Memory));

    /// <summary>Processor cores requested; null when none are.</summary>
    public Quantity? CpuRequest => Requested("cpu");

    /// <summary>Processor cores allowed; null when a container has no limit.</summary>
    public Quantity? CpuLimit => Limit("cpu");

    /// <summary>Bytes of memory requested; null when none are.</summary>
    public Quantity? MemoryRequest => Requested("memory");

    /// <summary>Bytes of memory allowed; null when a container has no limit.</summary>
    public Quantity? MemoryLimit => Limit("memory");

    /// <summary>The cores in use in percent of those requested; null without a request.</summary>
    public double? CpuRequestPercent => Percent(Cpu, CpuRequest);

    /// <summary>The cores in use in percent of the limit, at which the container is slowed down; null without one.</summary>
    public double? CpuLimitPercent => Percent(Cpu, CpuLimit);

    /// <summary>The memory in use in percent of that requested; null without a request.</summary>
    public double? MemoryRequestPercent => Percent(Memory, MemoryRequest);

    /// <summary>The memory in use in percent of the limit, beyond which the container is killed; null without one.</summary>
    public double? MemoryLimitPercent => Percent(Memory, MemoryLimit);

    /// <summary>The cores as kubectl top prints them, in thousandths: <c>250m</c>.</summary>
    public string CpuText => Cpu is { } cpu ? $"{cpu.ToMilli()}m" : "";

    /// <summary>The memory as kubectl top prints it, in mebibytes: <c>12Mi</c>.</summary>
    public string MemoryText => Memory is { } memory ? $"{memory.ToInt64() / (1024 * 1024)}Mi" : "";

    /// <summary>The pod, with the container when it is about one.</summary>
    public override string ToString() => Container is null ? $"{Pod}" : $"{Pod}/{Container}";

    private Quantity? Requested(string resource) =>
        Sum(_containers.Select(each => each.Resources is { } own && own.Requests.TryGetValue(resource, out var amount) ? amount : (Quantity?)null));

    /// <summary>One container without a limit leaves the whole pod without one.</summary>
    private Quantity? Limit(string resource)
    {
        var limits = _containers.Select(each => each.Resources is { } own && own.Limits.TryGetValue(resource, out var amount) ? amount : (Quantity?)null).ToList();
        return limits.Contains(null) ? null : Sum(limits);
    }

    private static Quantity? Sum(IEnumerable<Quantity?> amounts) => amounts.Aggregate((Quantity?)null, (sum, amount) => (sum, amount) switch
    {
        (null, _) => amount,
        (_, null) => sum,
        var (first, second) => first.Value + second.Value,
    });

    private static double? Percent(Quantity? part, Quantity? whole) =>
        part is { } used && whole is { IsZero: false } all ? Math.Round(used.ToDouble() / all.ToDouble() * 100, 1) : null;
}
