namespace PodTools.Simulator.Node;

/// <summary>The phase that follows from what the containers do.</summary>
internal static class PodPhases
{
    public static string Of(PodObject pod, IReadOnlyCollection<ContainerObservation> containers)
    {
        var never = pod.RestartPolicy == "Never";
        var init = containers.Where(container => container.Spec.Kind == ContainerKind.Init).ToList();
        if (never && init.Any(container => !container.Spec.IsSidecar && container.State is ContainerState.Terminated { ExitCode: not 0 }))
        {
            return "Failed";
        }

        var main = containers.Where(container => container.Spec.Kind == ContainerKind.Main).ToList();
        var begun = main.Any(container => container.State is not ContainerState.Waiting || container.Last is not null);
        if (!begun && !init.All(container => container.IsInitialized))
        {
            return "Pending";
        }

        if (main.Any(container => container.State is ContainerState.Waiting && container.Last is null))
        {
            return "Pending";
        }

        return main.Any(container => container.IsRunning) ? "Running" : OfStopped(pod, main);
    }

    /// <summary>The phase of a pod that is being stopped for good, once every container has ended.</summary>
    public static string OfKilled(IEnumerable<ContainerObservation> containers) =>
        containers.Where(container => container.Spec.Kind == ContainerKind.Main).All(container => container.HasSucceeded)
            ? "Succeeded"
            : "Failed";

    private static string OfStopped(PodObject pod, List<ContainerObservation> main)
    {
        if (pod.RestartPolicy == "Always")
        {
            return "Running";
        }

        if (main.All(container => container.HasSucceeded))
        {
            return "Succeeded";
        }

        return pod.RestartPolicy == "Never" ? "Failed" : "Running";
    }
}
