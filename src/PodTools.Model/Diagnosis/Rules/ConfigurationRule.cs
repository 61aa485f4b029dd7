namespace PodTools.Diagnosis.Rules;

/// <summary>Containers that the node cannot make of what the pod says.</summary>
internal sealed class ConfigurationRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var container = evidence.Containers.FirstOrDefault(container => container.Reason is "CreateContainerConfigError" or "CreateContainerError");
        if (container is null)
        {
            return null;
        }

        var (subject, message) = (Phrases.Subject(container), Phrases.Quote(container.Message));
        var isMissing = message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("find key", StringComparison.OrdinalIgnoreCase);
        var verdict = isMissing
            ? new PodVerdict(
                PodCause.ConfigurationMissing,
                $"{subject} cannot start, as something that it takes its settings from is missing: {message}.",
                "Create what is missing in the namespace of the pod, or mark the reference as optional; the container then starts by itself.")
            : new PodVerdict(
                PodCause.ConfigurationInvalid,
                $"{subject} cannot start, as the node cannot make it as it is described: {message}.",
                "Correct what the message names and make the pod again.");
        return verdict with { Container = container.Name, Since = evidence.Newest(container.Name, "Failed", "")?.FirstTime };
    }
}
