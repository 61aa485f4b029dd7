namespace PodTools.Simulator.Node.Containers;

/// <summary>The three probes that a container may have.</summary>
internal enum ProbeKind
{
    Startup,
    Readiness,
    Liveness,
}
