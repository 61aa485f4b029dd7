namespace PodTools.Commands;

/// <summary>The server's refusal to apply what others have declared differently: one cause for each field and its manager.</summary>
internal static class ApplyConflict
{
    private const string Cause = "FieldManagerConflict";

    /// <summary>Whether an answer is such a refusal, and not one because the pod has changed meanwhile.</summary>
    /// <param name="refused">What the server answered.</param>
    public static bool Is(KubernetesException refused) => CausesOf(refused).Count > 0;

    /// <summary>Whether nobody objects but some who give way.</summary>
    /// <param name="refused">What the server answered.</param>
    /// <param name="managers">Those who give way with what they wrote by other means than applying.</param>
    public static bool IsOnlyWith(KubernetesException refused, IReadOnlyCollection<string> managers) =>
        CausesOf(refused) is { Count: > 0 } causes && causes.All(cause => managers.Any(manager => IsUpdateBy(manager, cause.Message ?? "")));

    /// <summary>Those who apply stand there by their name alone, behind that of others comes how they wrote.</summary>
    private static bool IsUpdateBy(string manager, string message) =>
        message.StartsWith($"conflict with \"{manager}\" using ", StringComparison.Ordinal)
        || message.StartsWith($"conflict with \"{manager}\" with subresource ", StringComparison.Ordinal);

    private static List<StatusCause> CausesOf(KubernetesException refused) =>
        refused.Reason == "Conflict" ? [.. (refused.Status.Details?.Causes ?? []).Where(cause => cause.Reason == Cause)] : [];
}
