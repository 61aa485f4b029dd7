namespace PodTools.Simulator.Node;

/// <summary>The three lists of containers in a pod's spec.</summary>
internal enum ContainerKind
{
    Init,
    Main,
    Ephemeral,
}
