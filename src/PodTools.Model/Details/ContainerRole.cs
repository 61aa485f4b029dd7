namespace PodTools;

/// <summary>What part a container plays in its pod.</summary>
public enum ContainerRole
{
    /// <summary>It does the pod's work.</summary>
    Main,

    /// <summary>It runs to its end before the others start.</summary>
    Init,

    /// <summary>It is started before the others and goes on beside them.</summary>
    Sidecar,

    /// <summary>It was added to the running pod, to look into it.</summary>
    Ephemeral,
}
