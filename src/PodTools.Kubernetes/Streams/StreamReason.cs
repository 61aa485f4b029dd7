namespace PodTools;

/// <summary>
/// Values of <see cref="KubernetesException.Reason"/> for what goes wrong inside pods: commands, copies, forwarded ports
/// and logs. The API reports most of these as a text only. A connection lost in the middle is
/// <see cref="KubernetesReason.ConnectionLost"/>.
/// </summary>
public static class StreamReason
{
    /// <summary>The container's image has no such command.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>The command exists but cannot be run: a directory, or a file without the permission.</summary>
    public const string CommandNotExecutable = "CommandNotExecutable";

    /// <summary>The container's runtime could not start the command for another reason.</summary>
    public const string CommandNotStarted = "CommandNotStarted";

    /// <summary>The pod has no container of that name.</summary>
    public const string ContainerNotFound = "ContainerNotFound";

    /// <summary>The pod has the container, but it does not run: it waits to start, or is over.</summary>
    public const string ContainerNotRunning = "ContainerNotRunning";

    /// <summary>The pod has finished; nothing runs in it any more.</summary>
    public const string PodCompleted = "PodCompleted";

    /// <summary>The pod does not run yet: it has no node, or its containers are not started.</summary>
    public const string PodNotRunning = "PodNotRunning";

    /// <summary>The server only knows a streaming protocol without an end of standard input.</summary>
    public const string EndOfInputNotSupported = "EndOfInputNotSupported";

    /// <summary>A command wrote more than one text can hold.</summary>
    public const string OutputTooLarge = "OutputTooLarge";

    /// <summary>A port to forward is not written as the port-forward expects it, or the pod has no port of that name.</summary>
    public const string PortInvalid = "PortInvalid";

    /// <summary>The local port cannot be listened on: another program has it, or this user may not.</summary>
    public const string LocalPortUnavailable = "LocalPortUnavailable";

    /// <summary>Nothing listens on the port in the pod, or the connection to it failed there.</summary>
    public const string PortForwardFailed = "PortForwardFailed";

    /// <summary>A line of a log is too long to be held as a text.</summary>
    public const string LogLineTooLong = "LogLineTooLong";

    /// <summary>A copy cannot be done as asked: a path is missing, in the way, or of the wrong kind.</summary>
    public const string CopyPathInvalid = "CopyPathInvalid";

    /// <summary>The container lacks every tool that a copy could use.</summary>
    public const string CopyToolMissing = "CopyToolMissing";

    /// <summary>A copy ended early, or what arrived is not what was sent.</summary>
    public const string CopyIncomplete = "CopyIncomplete";
}
