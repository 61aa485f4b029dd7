namespace PodTools.Kubernetes.Streams;

/// <summary>What a container is chosen for: the rules differ where the pod's annotation names no container.</summary>
public enum ContainerUse
{
    /// <summary>Exec, attach and copy: a wrong annotation is an error, or a command would run in the wrong place.</summary>
    Exec,

    /// <summary>Logs: a wrong annotation is only worth a notice, since reading does no harm.</summary>
    Logs,
}
