namespace PodTools.Simulator.Node;

/// <summary>How long things take on a simulated node. A real one is slower where waiting teaches nothing.</summary>
internal static class KubeletTimings
{
    /// <summary>From the time that a pod is given to a node until its network is there and containers can start.</summary>
    public static readonly TimeSpan Sandbox = TimeSpan.FromMilliseconds(200);

    /// <summary>From a change in a container until the pod's status shows it. A kubelet looks once a second.</summary>
    public static readonly TimeSpan Relist = TimeSpan.FromMilliseconds(150);

    /// <summary>The pull of an image of which nothing else is said.</summary>
    public static readonly TimeSpan Pull = TimeSpan.FromMilliseconds(300);

    /// <summary>Until something is tried again that needs somebody to put it right, as a config map that is missing.</summary>
    public static readonly TimeSpan Resync = TimeSpan.FromSeconds(12);

    /// <summary>The shortest grace period of a stop that is not forced.</summary>
    public static readonly TimeSpan MinimumGrace = TimeSpan.FromSeconds(2);
}
