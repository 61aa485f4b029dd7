using System.Text.RegularExpressions;

namespace PodTools.Diagnosis.Rules;

/// <summary>Containers that are made but whose command cannot be started.</summary>
internal sealed partial class StartRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var container = evidence.Containers.FirstOrDefault(
            container => container.Reason is "RunContainerError" or "PostStartHookError" || container.LastEnd?.Reason is "StartError" or "ContainerCannotRun");
        if (container is null || container.Status?.State?.Running is not null)
        {
            return null;
        }

        var message = container.LastEnd?.Message ?? container.Message ?? "";
        return Explain(container, message) with { Container = container.Name, Since = container.LastEnd?.FinishedAt };
    }

    private static PodVerdict Explain(PodContainerDetail container, string message)
    {
        var subject = Phrases.Subject(container);
        var command = Command().Match(message) is { Success: true } match ? match.Groups["command"].Value : string.Join(' ', container.Spec.Command);
        return message switch
        {
            _ when container.Reason == "PostStartHookError" => new PodVerdict(
                PodCause.LifecycleHookFailed,
                $"{subject} is ended right after its start, as its postStart hook fails: {Phrases.Quote(container.Message)}.",
                "Run what the hook does by hand, or leave the hook out."),
            _ when Missing().IsMatch(message) => new PodVerdict(
                PodCause.CommandNotFound,
                $"{subject} cannot start, as its image has no command {command}.",
                "Correct spec.containers.command, or use an image that has it."),
            _ when message.Contains("permission denied", StringComparison.OrdinalIgnoreCase) => new PodVerdict(
                PodCause.ContainerCannotStart,
                $"{subject} cannot start, as {command} in its image may not be executed.",
                "Give the file the right to be executed in the image, or start it through its interpreter."),
            _ => new PodVerdict(
                PodCause.ContainerCannotStart,
                $"{subject} cannot be started: {Phrases.Quote(message)}.",
                "Correct what the message names and make the pod again."),
        };
    }

    [GeneratedRegex("exec: \\\\?\"(?<command>[^\"\\\\]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex("no such file or directory|executable file not found", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();
}
