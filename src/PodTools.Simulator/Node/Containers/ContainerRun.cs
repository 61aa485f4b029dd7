using PodTools.Simulator.Node.Logs;
using PodTools.Simulator.Node.Network;
using PodTools.Simulator.Node.Processes;
using PodTools.Simulator.Node.Sandboxes;

namespace PodTools.Simulator.Node.Containers;

/// <summary>One run of a container, from its start to its end.</summary>
/// <param name="Spec">What was asked for when it started.</param>
/// <param name="Image">The image that it runs.</param>
/// <param name="Id">The id that the container runtime gave it.</param>
/// <param name="Process">Its main process.</param>
/// <param name="Log">What it has written.</param>
internal sealed record ContainerRun(
    ContainerSpec Spec, ImageReference Image, string Id, IContainerProcess Process, ContainerLog Log)
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The folder and environment in which commands run beside it; null when it never began.</summary>
    public ContainerSandbox? Sandbox { get; init; }

    /// <summary>What a description of the image makes of it, null where there is none.</summary>
    public SimulatedImage? Played { get; init; }

    /// <summary>Ports at which it answers without a process.</summary>
    public IReadOnlyDictionary<int, PageServer> Ports { get; init; } = new Dictionary<int, PageServer>();

    /// <summary>Lets go of what served the container beside its process.</summary>
    /// <returns>Completes when nothing of it runs any more.</returns>
    public Task CloseAsync()
    {
        foreach (var port in Ports.Values)
        {
            port.Dispose();
        }

        return Sandbox?.CloseAsync() ?? Task.CompletedTask;
    }
}
