using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>What is known of a container at one moment: all that its status is written from.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="State">What it does now.</param>
internal sealed record ContainerObservation(ContainerSpec Spec, ContainerState State)
{
    /// <summary>How it ended before it was started again.</summary>
    public ContainerState.Terminated? Last { get; init; }

    public int RestartCount { get; init; }

    /// <summary>Its readiness probe passes, or it has none and runs.</summary>
    public bool Ready { get; init; }

    /// <summary>Its startup probe has passed, or it has none and runs.</summary>
    public bool Started { get; init; }

    /// <summary>The image as the runtime names it, once it has been pulled.</summary>
    public ImageReference? Image { get; init; }

    public string? ContainerId { get; init; }

    public bool IsRunning => State is ContainerState.Running;

    public bool HasSucceeded => State is ContainerState.Terminated { ExitCode: 0 };

    /// <summary>An init container that no longer holds up the next one.</summary>
    public bool IsInitialized => Spec.IsSidecar ? IsRunning && Started : HasSucceeded;

    /// <summary>The entry of the container in the pod's status.</summary>
    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["name"] = Spec.Name,
            ["state"] = State.ToJson(),
            ["lastState"] = Last?.ToJson() ?? [],
            ["ready"] = Spec.Kind == ContainerKind.Init && !Spec.IsSidecar ? HasSucceeded : Ready,
            ["restartCount"] = RestartCount,
            ["image"] = Image?.FullName ?? Spec.Image,
            ["imageID"] = Image?.Id ?? "",
        };
        if (ContainerId is not null)
        {
            status["containerID"] = ContainerId;
        }

        if (Spec.CountsForReady)
        {
            status["started"] = Started;
        }

        return status;
    }
}
