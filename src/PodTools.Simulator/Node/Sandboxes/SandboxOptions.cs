namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>What holds for all containers of a cluster that run on this machine.</summary>
/// <param name="Isolated">Whether containers can be isolated on this machine.</param>
/// <param name="Speed">How many times faster than its clock the cluster lives.</param>
internal sealed record SandboxOptions(bool Isolated, double Speed);
