using System.Management.Automation;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Says how a command in a container failed.</summary>
internal static class ExecFailure
{
    private const string Expected = "Give -IgnoreExitCode when that is expected.";

    /// <summary>The error for an exit code other than 0.</summary>
    /// <param name="result">What it wrote.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="lastWords">The last line that it wrote to standard error; null for none.</param>
    public static PodCommandException Of(PodExecResult result, RemoteExit exit, string? lastWords)
    {
        var said = string.IsNullOrWhiteSpace(lastWords) ? "" : $" It said: {lastWords.Trim()}";
        var command = $"'{string.Join(' ', result.Command)}' in pod '{result.Namespace}/{result.Pod}', container '{result.Container}',";
        return exit is { Signal: not null, ExitCode: { } code }
            ? new("PodExecKilled", ErrorCategory.OperationStopped, $"{command} was ended by a signal, with exit code {ExitCodeText.Of(code)}.{said}", Expected)
            : new("PodExecFailed", ErrorCategory.InvalidResult, $"{command} ended with exit code {exit.ExitCode}.{said}", Expected);
    }

    /// <summary>The error for a command that took too long.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="command">The command.</param>
    /// <param name="timeout">How long it was given.</param>
    public static PodCommandException OfTimeout(Pod pod, IEnumerable<string> command, TimeSpan? timeout) => new(
        "PodExecTimeout",
        ErrorCategory.OperationTimeout,
        $"'{string.Join(' ', command)}' in pod '{pod}' did not end within {timeout}; its connection was closed, and it may still be running.",
        "Give a longer -Timeout.");

    /// <summary>The last line of a text that is not empty; null when there is none.</summary>
    /// <param name="text">What was written to standard error.</param>
    public static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
