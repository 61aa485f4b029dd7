using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>How a command of a copy went.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="ErrorOutput">The start of what it wrote to standard error.</param>
/// <param name="CanEndInput">Whether the connection can end a command's input.</param>
internal sealed record RemoteRun(RemoteExit Exit, string ErrorOutput, bool CanEndInput)
{
    /// <summary>Turns every end but success into an exception.</summary>
    /// <param name="what">What was being done, to start the message with.</param>
    public void ThrowIfFailed(string what)
    {
        if (Exit.Succeeded)
        {
            return;
        }

        var why = ErrorOutput.Trim() is { Length: > 0 } said ? said : Exit.Error?.Message ?? $"the command ended with exit code {Exit.ExitCode}.";
        var isMissing = why.Contains("No such file or directory", StringComparison.OrdinalIgnoreCase);
        throw new KubernetesException(
            Exit.Error?.Reason ?? (isMissing ? StreamReason.CopyPathInvalid : StreamReason.CopyIncomplete),
            $"{what}: {why}",
            Exit.Error);
    }
}
