using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Schema;

namespace PodTools.Validation;

/// <summary>
/// The API server's own rules for a pod that is to be created, with the server's causes and words. What the schema says,
/// such as the types of fields, is checked before.
/// </summary>
public static class PodValidator
{
    /// <summary>How many bytes the keys and values of all annotations of an object may have together, in UTF-8.</summary>
    public const int MaxAnnotationBytes = 256 * 1024;

    private static readonly Rule OnCreate = new("NotOnCreate", "Add ephemeral containers to a running pod instead.");
    private static readonly Rule GatedNode = new("GatedPodWithNode", "Leave nodeName out: a gated pod waits until all gates are gone, and is scheduled then.");

    /// <summary>Checks a pod.</summary>
    /// <param name="pod">The pod as it is to be created. Fields left open count as their defaults; it is not changed.</param>
    /// <returns>The errors, in the order of the server; none when the server would take it.</returns>
    public static IReadOnlyList<FieldError> Validate(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var defaulted = (JsonObject)pod.DeepClone();
        PodDefaults.Apply(defaulted);
        return ValidateDefaulted(defaulted);
    }

    /// <summary>Checks a pod.</summary>
    /// <param name="pod">The pod as it is to be created.</param>
    /// <returns>The errors, in the order of the server; none when the server would take it.</returns>
    public static IReadOnlyList<FieldError> Validate(Pod pod) => Validate(KubernetesJson.ToNode(pod));

    /// <summary>Checks a pod whose defaults are already filled in: the server's own order of work.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>The errors, in the order of the server.</returns>
    public static IReadOnlyList<FieldError> ValidateDefaulted(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var errors = new FieldErrors();
        CheckObject(pod, errors);
        var spec = pod.Object("spec");
        if (spec.Objects("ephemeralContainers").Any())
        {
            errors.Forbidden("spec.ephemeralContainers", "cannot be set on create", OnCreate);
        }

        if (spec.Objects("schedulingGates").Any() && spec.Text("nodeName").Length > 0)
        {
            errors.Forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared", GatedNode);
        }

        AppArmorRules.CheckAnnotations(pod.Object("metadata"), spec, "spec", errors);

        return errors.All;
    }

    /// <summary>Checks the template of pods within another object.</summary>
    /// <param name="template">The template; it is not changed.</param>
    /// <param name="path">Its path, for instance <c>spec.template</c>.</param>
    /// <returns>The errors, in the order of the server.</returns>
    public static IReadOnlyList<FieldError> ValidateTemplate(JsonObject template, string path)
    {
        ArgumentNullException.ThrowIfNull(template);
        var defaulted = (JsonObject)template.DeepClone();
        PodDefaults.ApplyToSpec(defaulted.Ensure("spec"));
        var errors = new FieldErrors();

        // The server leaves the metadata of a template out of the paths that it reports.
        var metadata = new ReportedField(path, $"{path}.metadata");
        MetadataRules.CheckMaps(defaulted.Object("metadata"), metadata, errors);
        AnnotationRules.Check(defaulted.Object("metadata"), defaulted.Object("spec"), metadata, errors);
        PodSpecRules.Check(defaulted.Object("spec"), $"{path}.spec", podName: null, errors);
        if (defaulted.Object("spec").Objects("ephemeralContainers").Any())
        {
            errors.Forbidden($"{path}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template", OnCreate);
        }

        return errors.All;
    }

    /// <summary>The rules that hold for a pod at any time.</summary>
    internal static void CheckObject(JsonObject pod, FieldErrors errors)
    {
        MetadataRules.Check(pod.Object("metadata"), "metadata", errors);
        AnnotationRules.Check(pod.Object("metadata"), pod.Object("spec"), "metadata", errors);
        PodSpecRules.Check(pod.Object("spec"), "spec", pod.Object("metadata").Text("name"), errors);
    }
}
