namespace PodTools;

/// <summary>What a forwarded port is doing.</summary>
public enum PodPortForwardState
{
    /// <summary>It listens, and there is a pod that connections go to.</summary>
    Active,

    /// <summary>It listens, but its pod is gone and no replacement is ready yet: connections wait for one.</summary>
    Waiting,

    /// <summary>It no longer listens.</summary>
    Stopped,
}
