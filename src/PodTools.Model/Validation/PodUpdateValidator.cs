using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Schema;

namespace PodTools.Validation;

/// <summary>The API server's rules for what of a pod may change once it exists, with the server's causes and words.</summary>
public static class PodUpdateValidator
{
    /// <summary>The sentence that the server answers to any other change; a comparison in Go's notation follows it there.</summary>
    public const string OnlyTheseFields =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly Rule Containers = new("ContainersFixed", "Delete the pod and create it anew; for a look inside, add an ephemeral container.");
    private static readonly Rule Deadline = new("ActiveDeadlineUpdate", "The deadline of a live pod can be set, or lowered.");
    private static readonly Rule Tolerations = new("TolerationUpdate", "Keep every toleration that the pod has; tolerations can be added, and tolerationSeconds changed.");
    private static readonly Rule Gates = new("SchedulingGateUpdate", "Gates can only be removed from a pod that exists.");
    private static readonly Rule NodeSelector = new("GatedNodeSelector", "While a pod is gated, its node selector can only be narrowed by more labels.");

    /// <summary>Checks an update of a pod, by whatever verb.</summary>
    /// <param name="updated">The pod as it would be.</param>
    /// <param name="current">The pod as it is.</param>
    /// <returns>The errors, in the order of the server; it reports some of them several times, once for each of its passes.</returns>
    public static IReadOnlyList<FieldError> Validate(JsonObject updated, JsonObject current)
    {
        ArgumentNullException.ThrowIfNull(updated);
        ArgumentNullException.ThrowIfNull(current);
        var (after, before) = (Defaulted(updated), Defaulted(current));
        var errors = new FieldErrors();
        CheckObjectUpdate(after, before, errors);
        CheckSpec(after.Ensure("spec"), before.Ensure("spec"), errors);
        return errors.All;
    }

    /// <summary>Checks an update.</summary>
    /// <param name="updated">The pod as it would be.</param>
    /// <param name="current">The pod as it is.</param>
    /// <returns>The errors, in the order of the server.</returns>
    public static IReadOnlyList<FieldError> Validate(Pod updated, Pod current) => Validate(KubernetesJson.ToNode(updated), KubernetesJson.ToNode(current));

    /// <summary>Checks an update of the subresource <c>ephemeralcontainers</c>.</summary>
    /// <param name="updated">The pod as it would be.</param>
    /// <param name="current">The pod as it is.</param>
    /// <returns>The errors, in the order of the server.</returns>
    public static IReadOnlyList<FieldError> ValidateEphemeralContainers(JsonObject updated, JsonObject current) =>
        EphemeralUpdateRules.Check(Defaulted(updated), Defaulted(current));

    /// <summary>Checks an update of the subresource <c>resize</c>.</summary>
    /// <param name="updated">The pod as it would be.</param>
    /// <param name="current">The pod as it is.</param>
    /// <returns>The errors, in the order of the server.</returns>
    public static IReadOnlyList<FieldError> ValidateResize(JsonObject updated, JsonObject current) =>
        ResizeRules.Check(Defaulted(updated), Defaulted(current));

    /// <summary>
    /// What holds for every update. The server looks at the metadata as that of any object, as an update of any object, as an
    /// update of an object of core/v1, and as that of a pod, so that a bad label is among the causes four times.
    /// </summary>
    internal static void CheckObjectUpdate(JsonObject after, JsonObject before, FieldErrors errors)
    {
        var metadata = after.Object("metadata");
        MetadataRules.CheckContents(metadata, "metadata", errors);
        MetadataUpdateRules.Check(metadata, before.Object("metadata"), errors);
        MetadataUpdateRules.Check(metadata, before.Object("metadata"), errors);
        MetadataRules.CheckFinalizerDomains(metadata, "metadata", errors);
        PodValidator.CheckObject(after, errors);
    }

    /// <summary>A pod with its defaults filled in, to be compared and taken apart.</summary>
    private static JsonObject Defaulted(JsonObject pod)
    {
        var copy = (JsonObject)pod.DeepClone();
        PodDefaults.Apply(copy);
        return copy;
    }

    private static void CheckSpec(JsonObject after, JsonObject before, FieldErrors errors)
    {
        if (!SameCount(after, before, "containers", errors) || !SameCount(after, before, "initContainers", errors))
        {
            return;
        }

        foreach (var (container, path) in after.Items("containers", "spec").Concat(after.Items("initContainers", "spec")))
        {
            ContainerRules.CheckImage(container, path, errors);
        }

        if (!CheckDeadline(after.Number("activeDeadlineSeconds"), before.Number("activeDeadlineSeconds"), errors)
            || !CheckTolerations(after, before, errors))
        {
            return;
        }

        CheckGates(after, before, errors);
        CheckTheRest(after, before, errors);
    }

    private static bool SameCount(JsonObject after, JsonObject before, string list, FieldErrors errors)
    {
        var same = after.Objects(list).Count() == before.Objects(list).Count();
        if (!same)
        {
            errors.Forbidden($"spec.{list}", "pod updates may not add or remove containers", Containers);
        }

        return same;
    }

    /// <returns>False when the server looks no further.</returns>
    private static bool CheckDeadline(long? after, long? before, FieldErrors errors)
    {
        const string Field = "spec.activeDeadlineSeconds";
        var count = errors.Count;
        if (after is null && before is not null)
        {
            errors.Invalid(Field, "null", "must not update from a positive integer to nil value", Deadline);
        }
        else if (after is < 0 or > int.MaxValue)
        {
            errors.Between(Field, after, 0, int.MaxValue, Deadline);
        }
        else if (after > before)
        {
            errors.Invalid(Field, after.Value, "must be less than or equal to previous value", Deadline);
        }

        return errors.Count == count;
    }

    /// <returns>False when the server looks no further.</returns>
    private static bool CheckTolerations(JsonObject after, JsonObject before, FieldErrors errors)
    {
        var kept = before.Objects("tolerations").All(old => after.Objects("tolerations").Any(other => JsonMeaning.Same(WithoutSeconds(old), WithoutSeconds(other))));
        if (!kept)
        {
            errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds", Tolerations);
        }

        return kept;
    }

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var rest = (JsonObject)toleration.DeepClone();
        rest.Remove("tolerationSeconds");
        return rest;
    }

    private static void CheckGates(JsonObject after, JsonObject before, FieldErrors errors)
    {
        var old = before.Objects("schedulingGates").Select(gate => gate.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var (gate, path) in after.Items("schedulingGates", "spec").Where(gate => !old.Contains(gate.Item.Text("name"))))
        {
            errors.Forbidden($"{path}.name", $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'", Gates);
        }
    }

    /// <summary>Takes over from the old pod what may differ; then nothing may.</summary>
    private static void CheckTheRest(JsonObject after, JsonObject before, FieldErrors errors)
    {
        if (before.Objects("schedulingGates").Any())
        {
            CheckGatedSelector(after, before, errors);
            Take(after, before, "nodeSelector");
            TakeNodeAffinity(after, before);
        }

        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var (mine, other) in after.Objects(list).Zip(before.Objects(list)))
            {
                Take(mine, other, "image");
            }
        }

        Take(after, before, "activeDeadlineSeconds");
        Take(after, before, "schedulingGates");
        Take(after, before, "tolerations");
        if (before.Number("terminationGracePeriodSeconds") < 0 && after.Number("terminationGracePeriodSeconds") == 1)
        {
            Take(after, before, "terminationGracePeriodSeconds");
        }

        if (!JsonMeaning.Same(after, before))
        {
            var changed = after.Select(field => field.Key).Union(before.Select(field => field.Key))
                .Where(field => !JsonMeaning.Same(after[field], before[field])).Select(field => $"spec.{field}").Order(StringComparer.Ordinal);
            errors.Forbidden("spec", OnlyTheseFields, new Rule("ImmutableSpec", $"This would change {string.Join(", ", changed)}. Delete the pod and create it anew."));
        }
    }

    private static void CheckGatedSelector(JsonObject after, JsonObject before, FieldErrors errors)
    {
        var selector = after.Map("nodeSelector").ToDictionary(StringComparer.Ordinal);
        if (before.Map("nodeSelector").Any(old => selector.GetValueOrDefault(old.Key) != old.Value))
        {
            errors.InvalidLiteral("spec.nodeSelector", GoText.Map(selector), "only additions to spec.nodeSelector are allowed (no mutations or deletions)", NodeSelector);
        }
    }

    private static void TakeNodeAffinity(JsonObject after, JsonObject before)
    {
        var affinity = after.Ensure("affinity");
        Take(affinity, before.Object("affinity") ?? [], "nodeAffinity");
        if (affinity.Count == 0)
        {
            after.Remove("affinity");
        }
    }

    private static void Take(JsonObject after, JsonObject before, string field)
    {
        after.Remove(field);
        if (before[field] is { } value)
        {
            after[field] = value.DeepClone();
        }
    }
}
