using System.Net;
using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Node.Network;

/// <summary>Where the ports of a pod can be reached on this machine.</summary>
/// <param name="podIP">The address of the pod, for messages.</param>
/// <param name="runs">The runs of its containers that are under way.</param>
internal sealed class PodPorts(string podIP, IReadOnlyList<ContainerRun> runs)
{
    /// <summary>The address of the pod, for messages.</summary>
    public string PodIP { get; } = podIP;

    /// <summary>
    /// Where a port is served: by a container that is played, or by a process of the pod that listens on this machine.
    /// Null when nobody in the pod listens, even if somebody else on this machine does.
    /// </summary>
    public IPEndPoint? Find(int port) =>
        runs.Select(run => run.Ports.GetValueOrDefault(port)).FirstOrDefault(server => server is not null)?.Endpoint
        ?? ListeningSockets.Find(port, [.. runs.Select(run => run.Process).OfType<LocalProcess>().Select(process => process.MainId)]);
}
