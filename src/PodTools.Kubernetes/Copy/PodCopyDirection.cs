namespace PodTools;

/// <summary>Which way a copy goes.</summary>
public enum PodCopyDirection
{
    /// <summary>From this machine into a container.</summary>
    ToPod,

    /// <summary>From a container to this machine.</summary>
    FromPod,
}
