namespace PodTools.Kubernetes.Streams;

/// <summary>How a remote command ended.</summary>
/// <param name="ExitCode">The exit code, or null when it never became known.</param>
/// <param name="Error">
/// Why the exit code is not known: the command could not be started, or the connection was lost. Null when the command
/// ran to its end, whatever its exit code.
/// </param>
public sealed record RemoteExit(int? ExitCode, KubernetesException? Error)
{
    /// <summary>The highest signal number of Linux.</summary>
    private const int LastSignal = 64;

    /// <summary>Whether the command ran to its end and reported success. A lost connection is never success.</summary>
    public bool Succeeded => ExitCode == 0 && Error is null;

    /// <summary>The signal that ended the command (9 for SIGKILL), by the convention of exit code 128 + signal; else null.</summary>
    public int? Signal => ExitCode is > 128 and <= 128 + LastSignal ? ExitCode - 128 : null;
}
