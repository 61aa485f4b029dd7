using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>Everything that a pod's status is written from, and the writing of it: nothing else is looked at.</summary>
/// <param name="Phase">The phase to show. It lags behind the containers, as it does on a real node.</param>
/// <param name="TruePhase">The phase that follows from the containers; conditions go by it.</param>
/// <param name="Containers">What each container does.</param>
internal sealed record PodReport(string Phase, string TruePhase, IReadOnlyCollection<ContainerObservation> Containers)
{
    public required string HostIP { get; init; }

    /// <summary>The address of the pod, null where it has none (yet, or for the moment in which it ends).</summary>
    public string? PodIP { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Why the pod as a whole failed, as DeadlineExceeded.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    /// <summary>The status to store. What the node does not own in the pod's present status stays.</summary>
    public JsonObject ToStatus(PodObject pod, DateTimeOffset now)
    {
        var status = new JsonObject { ["phase"] = Phase, ["conditions"] = PodConditions.Of(pod, Containers, TruePhase, now) };
        Set(status, "message", Message);
        Set(status, "reason", Reason);
        Set(status, "hostIP", HostIP);
        Set(status, "podIP", PodIP);
        if (PodIP is not null)
        {
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = PodIP });
        }

        status["startTime"] = PodObject.Timestamp(StartTime);
        SetContainers(status, "initContainerStatuses", ContainerKind.Init);
        SetContainers(status, "containerStatuses", ContainerKind.Main);
        foreach (var (name, value) in pod.Status)
        {
            if (name is "qosClass" or "nominatedNodeName" or "resize")
            {
                status[name] = value?.DeepClone();
            }
        }

        SetContainers(status, "ephemeralContainerStatuses", ContainerKind.Ephemeral);
        return status;
    }

    private static void Set(JsonObject status, string name, string? value)
    {
        if (value is not null)
        {
            status[name] = value;
        }
    }

    // A kubelet sorts the containers by name, and leaves the init containers in the order of the spec.
    private void SetContainers(JsonObject status, string name, ContainerKind kind)
    {
        var some = Containers.Where(container => container.Spec.Kind == kind);
        var ordered = kind == ContainerKind.Init ? some : some.OrderBy(container => container.Spec.Name, StringComparer.Ordinal);
        var entries = new JsonArray([.. ordered.Select(container => container.ToStatus())]);
        if (entries.Count > 0)
        {
            status[name] = entries;
        }
    }
}
