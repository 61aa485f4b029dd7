namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>Something that a container's spec refers to is not there; the container waits with CreateContainerConfigError.</summary>
internal sealed class ContainerConfigException(string message) : Exception(message);
