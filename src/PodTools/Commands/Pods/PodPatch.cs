using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Kubernetes;
using PodTools.Patches;
using PodTools.Pipeline;
using PodTools.Validation;

namespace PodTools.Commands;

/// <summary>One change to a live pod, which can be tried here before the server is asked.</summary>
/// <param name="Type">The kind of patch.</param>
/// <param name="Body">The patch.</param>
/// <param name="Subresource">The subresource that it is for; null for the pod itself.</param>
internal sealed record PodPatch(PatchType Type, JsonNode Body, string? Subresource = null)
{
    private const string Resize = "resize";

    /// <summary>Whether the patch is bound to a version of the pod that its author chose, so that it may not be moved to another one.</summary>
    public bool IsPinned => Body is JsonObject patch && patch["metadata"] is JsonObject metadata && metadata.ContainsKey("resourceVersion");

    /// <summary>Refuses what the API forbids, without asking the server.</summary>
    /// <param name="pod">The pod as it is.</param>
    /// <exception cref="PodCommandException">The API forbids it; the message has its rules, the advice what to do instead.</exception>
    public void Check(Pod pod)
    {
        var current = KubernetesJson.ToNode(pod);
        if (Applied((JsonObject)current.DeepClone()) is not { } updated)
        {
            return;
        }

        // A server of another version may let a pod live that these rules would not: only what the change adds counts.
        var errors = Rules(updated, current).Except(Rules((JsonObject)current.DeepClone(), current)).ToList();
        if (errors.Count > 0)
        {
            throw Refusal(pod.ToString(), errors, isRuleOfChange: PodValidator.Validate(updated).Except(PodValidator.Validate(current)).ToList().Count == 0);
        }
    }

    /// <summary>Sends the patch.</summary>
    /// <param name="pods">The pods of the cluster.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="dryRun">Whether the server is to keep nothing.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="PodCommandException">The API does not let it change, or this cluster cannot do it.</exception>
    public async Task<Pod> SendAsync(PodClient pods, Pod pod, bool dryRun, CancellationToken stop)
    {
        try
        {
            return await pods.PatchAsync(pod.Namespace!, pod.Name!, Type, Body, new WriteOptions { DryRun = dryRun }, Subresource, stop);
        }
        catch (KubernetesException refused) when (refused.Reason == "NotFound" && Subresource == Resize)
        {
            // Where the pod itself is missing, that is what is to be said.
            await pods.GetAsync(pod.Namespace!, pod.Name!, stop);
            throw new PodCommandException(
                "ResizeNotSupported",
                ErrorCategory.NotImplemented,
                "The cluster cannot change the resources of a live pod: its version is older than 1.33, or the feature InPlacePodVerticalScaling is off.",
                "Remove the pod and create it again.",
                refused);
        }
        catch (KubernetesException refused) when (Explain(pod.ToString(), refused) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Explains a refusal whose reason is that a live pod cannot change like that.</summary>
    /// <param name="pod">The pod, as namespace/name.</param>
    /// <param name="refused">What the server answered.</param>
    /// <returns>The explanation; null when the server refused for another reason.</returns>
    public static PodCommandException? Explain(string pod, KubernetesException refused) =>
        ForbiddenBy(refused) is { Count: > 0 } causes ? Refusal(pod, causes, isRuleOfChange: true, refused) : null;

    /// <summary>What becomes of the pod; null where only the server can tell.</summary>
    private JsonObject? Applied(JsonObject pod)
    {
        try
        {
            return (Type, Body) switch
            {
                (PatchType.Strategic, JsonObject patch) => StrategicMergePatch.Apply("Pod", pod, patch),
                (PatchType.Merge, JsonObject patch) => MergePatch.Apply(pod, patch),
                (PatchType.Json, JsonArray operations) => JsonPatch.Apply(pod, operations),
                _ => null,
            };
        }
        catch (PatchException)
        {
            // The pod may have changed since it was read, so that the patch fits it now: the server says which.
            return null;
        }
    }

    private IReadOnlyList<FieldError> Rules(JsonObject updated, JsonObject current) => Subresource == Resize
        ? PodUpdateValidator.ValidateResize(updated, current)
        : PodUpdateValidator.Validate(updated, current);

    /// <summary>What the server forbade of the change itself. It adds the whole difference of the specs below its rule.</summary>
    private static List<FieldError> ForbiddenBy(KubernetesException refused) => refused.Reason != "Invalid"
        ? []
        : [.. (refused.Status.Details?.Causes ?? [])
            .Where(cause => cause.Reason == "FieldValueForbidden" && cause.Message?.Contains("may not change", StringComparison.Ordinal) == true)
            .Select(cause => new FieldError(cause.Field ?? "spec", cause.Reason!, cause.Message!.Split('\n')[0].TrimEnd(), "ImmutableSpec"))];

    private static PodCommandException Refusal(string pod, IReadOnlyList<FieldError> errors, bool isRuleOfChange, Exception? cause = null)
    {
        var rules = string.Join(Environment.NewLine, errors.Select(error => error.ToString()).Distinct());
        var advice = string.Join(' ', errors.Select(error => error.Advice).Where(text => text.Length > 0).Distinct());
        return isRuleOfChange
            ? new(
                "PodFieldImmutable",
                ErrorCategory.InvalidOperation,
                $"Pod '{pod}' cannot be changed like that while it lives: {rules}",
                advice.Length > 0 ? advice : "Remove the pod and create it again. Cpu and memory change with -Request and -Limit.",
                cause)
            : new("PodInvalid", ErrorCategory.InvalidData, $"Pod '{pod}' would no longer be valid: {rules}", advice.Length > 0 ? advice : null, cause);
    }
}
