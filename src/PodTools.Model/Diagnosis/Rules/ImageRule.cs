namespace PodTools.Diagnosis.Rules;

/// <summary>Containers whose image cannot be had.</summary>
internal sealed class ImageRule : IDiagnosisRule
{
    /// <inheritdoc/>
    public PodVerdict? Judge(PodEvidence evidence)
    {
        var container = evidence.Containers.FirstOrDefault(
            container => container.Reason is "ErrImagePull" or "ImagePullBackOff" or "ErrImageNeverPull" or "InvalidImageName" or "ImageInspectError" or "RegistryUnavailable");
        if (container is null)
        {
            return null;
        }

        // Once the node backs off, only the event still says why.
        var failed = evidence.Newest(container.Name, "Failed", "pull image");
        var verdict = Explain(container, $"{container.Message} {failed?.Message}");
        return verdict with { Container = container.Name, Since = failed?.FirstTime ?? evidence.Pod.Status?.StartTime };
    }

    private static PodVerdict Explain(PodContainerDetail container, string message)
    {
        var (subject, image) = (Phrases.Subject(container), container.Image);
        return container.Reason switch
        {
            "InvalidImageName" => new PodVerdict(
                PodCause.ImageNameInvalid,
                $"{subject} cannot start, as its image name {image} is not valid: {Phrases.Quote(container.Message)}.",
                "Correct the name: lower case, as in registry.example/team/app:1.2."),
            "ErrImageNeverPull" => new PodVerdict(
                PodCause.ImageNotPresent,
                $"{subject} cannot start, as its image {image} is not on the node and imagePullPolicy Never forbids to pull it.",
                "Set imagePullPolicy to IfNotPresent, or bring the image to the node."),
            // A registry that hides what it does not give says both; the advice fits both.
            _ when Has(message, "unauthorized", "denied", "forbidden", "authentication required", "no basic auth") => new PodVerdict(
                PodCause.ImagePullDenied,
                $"{subject} cannot start, as the registry refuses to give the image {image}.",
                "Check the name, and name a secret with access to the registry in spec.imagePullSecrets."),
            _ when Has(message, "not found", "manifest unknown", "does not exist") && !Has(message, "no such host") => new PodVerdict(
                PodCause.ImageNotFound,
                $"{subject} cannot start, as there is no image {image}.",
                "Check the name and the tag: Update-Pod -Image puts another in."),
            _ when Has(message, "no such host", "timeout", "refused", "unreachable", "toomanyrequests", "x509", "Unavailable") => new PodVerdict(
                PodCause.RegistryUnavailable,
                $"{subject} cannot start, as the registry of its image {image} cannot be reached or used now: {Phrases.Quote(message)}.",
                "Check the name of the registry and the way from the node to it; the node tries again by itself."),
            _ => new PodVerdict(
                PodCause.ImagePullFailed,
                $"{subject} cannot start, as its image {image} cannot be pulled: {Phrases.Quote(message)}.",
                "Read the events for the reason: Get-PodEvent."),
        };
    }

    private static bool Has(string message, params string[] parts) => parts.Any(part => message.Contains(part, StringComparison.OrdinalIgnoreCase));
}
