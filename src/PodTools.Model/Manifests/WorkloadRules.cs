using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Validation;

namespace PodTools.Manifests;

/// <summary>The rules by which objects of other kinds hold their pods.</summary>
internal static class WorkloadRules
{
    private static readonly Rule Template = new("PodTemplate");
    private static readonly Rule RestartPolicy = new("TemplateRestartPolicy", "Deployments and their like run pods for ever (Always), jobs run them to their end (OnFailure or Never).");
    private static readonly Rule Deadline = new("TemplateDeadline", "Pods that run for ever have no deadline: leave it out, or use a Job.");
    private static readonly Rule Selector = new("TemplateSelector", "Give the template's metadata.labels every label that spec.selector.matchLabels names.");

    /// <summary>Checks an object around its template.</summary>
    public static IReadOnlyList<FieldError> Check(JsonObject root, PodTemplate template)
    {
        var errors = new FieldErrors();
        if (template.From(root) is not { } pod)
        {
            errors.Required(template.Path, Template);
            return errors.All;
        }

        if (template.RestartPolicies.Contains("Always") && pod.Object("spec").Has("activeDeadlineSeconds"))
        {
            errors.Forbidden($"{template.Path}.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {ControllerOf(root.Text("kind"))} is not Supported", Deadline);
        }

        CheckRestartPolicy(pod.Object("spec").Text("restartPolicy"), template, errors);
        if (template.NeedsSelector)
        {
            CheckSelector(root.Object("spec").Object("selector"), pod, errors);
        }

        return errors.All;
    }

    /// <summary>The pods of a deployment are those of its replica sets.</summary>
    private static string ControllerOf(string kind) => kind == "Deployment" ? "ReplicaSet" : kind;

    private static void CheckRestartPolicy(string policy, PodTemplate template, FieldErrors errors)
    {
        var field = $"{template.Path}.spec.restartPolicy";
        var effective = policy.Length == 0 ? "Always" : policy;
        if (template.RestartPolicies.Count == 0 || template.RestartPolicies.Contains(effective))
        {
            return;
        }

        if (policy.Length == 0)
        {
            errors.Required(field, RestartPolicy, "valid values: \"OnFailure\", \"Never\"");
        }
        else
        {
            errors.NotSupported(field, policy, template.RestartPolicies, RestartPolicy);
        }
    }

    private static void CheckSelector(JsonObject? selector, JsonObject pod, FieldErrors errors)
    {
        if (selector is null)
        {
            errors.Required("spec.selector", Selector);
            return;
        }

        SelectorRules.CheckLabelSelector(selector, "spec.selector", errors);
        var labels = pod.Object("metadata").Map("labels").ToDictionary(StringComparer.Ordinal);
        if (selector.Map("matchLabels").Any(wanted => labels.GetValueOrDefault(wanted.Key) != wanted.Value))
        {
            errors.InvalidLiteral("spec.template.metadata.labels", GoText.Map(labels), "`selector` does not match template `labels`", Selector);
        }
    }
}
