namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>Where a pod is on the network, as its environment may ask.</summary>
/// <param name="PodIP">The address of the pod.</param>
/// <param name="HostIP">The address of its node.</param>
internal sealed record PodAddresses(string PodIP, string HostIP);
