using System.Management.Automation;
using PodTools.Pipeline;
using PodTools.Validation;

namespace PodTools.Commands;

/// <summary>Says of a change that the API forbids which rule it breaks, and what to do instead.</summary>
internal static class PodRefusal
{
    private const string Strict = "strict decoding error: ";

    /// <summary>How an answer to server-side apply begins that finds fields at fault: it comes as an error of the server (500).</summary>
    private const string Applied = "failed to create typed patch object (";

    /// <summary>Explains a refusal by the server whose reason is that a live pod cannot change like that, or that there is no such field.</summary>
    /// <param name="pod">The pod, as <c>namespace/name</c>.</param>
    /// <param name="refused">What the server answered.</param>
    /// <param name="difference">Tells what differs, because the server says only that something else does than may; null when it is known.</param>
    /// <returns>The explanation; null when the server refused for another reason.</returns>
    public static PodCommandException? Explain(string pod, KubernetesException refused, Func<string>? difference = null) =>
        IsOfAnother(refused) ? Replaced(pod, refused)
        : ForbiddenBy(refused) is { Count: > 0 } rules ? OfChange(pod, rules, refused, difference?.Invoke())
        : OfField(pod, refused);

    /// <summary>A change of a pod that is no longer there.</summary>
    /// <param name="pod">The pod, as <c>namespace/name</c>.</param>
    /// <param name="cause">What the server answered.</param>
    public static PodCommandException Replaced(string pod, KubernetesException cause) => new(
        "PodNotFound", ErrorCategory.ObjectNotFound, $"The pod '{pod}' that was meant is gone; another one has taken its name.", "Read it again with Get-Pod.", cause);

    /// <summary>The server quotes the whole pod or patch before it says which field it does not know.</summary>
    private static PodCommandException? OfField(string pod, KubernetesException refused) =>
        (After(Strict, refused.Message) ?? After("): ", After(Applied, refused.Message))) is { } fields
            ? new("PodInvalid", ErrorCategory.InvalidData, $"Pod '{pod}' cannot have that: {fields}", "Get-PodSchema tells which fields there are.", refused)
            : null;

    private static string? After(string mark, string? text) =>
        text?.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[(at + mark.Length)..] : null;

    /// <summary>A change that no live pod may undergo.</summary>
    /// <param name="pod">The pod, as <c>namespace/name</c>.</param>
    /// <param name="rules">The rules that it breaks.</param>
    /// <param name="cause">What the server answered; null when it was not asked.</param>
    /// <param name="difference">What differs; null when the rules say it.</param>
    public static PodCommandException OfChange(string pod, IReadOnlyList<FieldError> rules, Exception? cause = null, string? difference = null) => new(
        "PodFieldImmutable",
        ErrorCategory.InvalidOperation,
        $"Pod '{pod}' cannot be changed like that while it lives: {Text(rules)}{difference}",
        Advice(rules) ?? "Remove the pod and create it again. Update-Pod changes cpu and memory, by -Request and -Limit.",
        cause);

    /// <summary>A change after which the pod would not be one.</summary>
    /// <param name="pod">The pod, as <c>namespace/name</c>.</param>
    /// <param name="rules">The rules that it breaks.</param>
    public static PodCommandException OfOutcome(string pod, IReadOnlyList<FieldError> rules) =>
        new("PodInvalid", ErrorCategory.InvalidData, $"Pod '{pod}' would no longer be valid: {Text(rules)}", Advice(rules));

    private static bool IsOfAnother(KubernetesException refused) =>
        refused.Status.Details?.Causes.Any(cause => cause.Field == "metadata.uid") == true;

    /// <summary>What the server forbade of the change itself. It adds the whole difference of the specs below its rule.</summary>
    private static List<FieldError> ForbiddenBy(KubernetesException refused) => refused.Reason != "Invalid"
        ? []
        : [.. (refused.Status.Details?.Causes ?? [])
            .Where(cause => cause.Reason == "FieldValueForbidden" && cause.Message?.Contains("may not change", StringComparison.Ordinal) == true)
            .Select(cause => new FieldError(cause.Field ?? "spec", cause.Reason!, cause.Message!.Split('\n')[0].TrimEnd(), "ImmutableSpec"))];

    private static string Text(IReadOnlyList<FieldError> rules) =>
        string.Join(Environment.NewLine, rules.Select(rule => rule.ToString()).Distinct());

    private static string? Advice(IReadOnlyList<FieldError> rules) =>
        string.Join(' ', rules.Select(rule => rule.Advice).Where(text => text.Length > 0).Distinct()) is { Length: > 0 } advice ? advice : null;
}
