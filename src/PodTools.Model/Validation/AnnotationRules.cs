using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Validation;

/// <summary>The rules for annotations of pods that mean something to Kubernetes itself.</summary>
internal static class AnnotationRules
{
    private const string Mirror = "kubernetes.io/config.mirror";
    private const string Tolerations = "scheduler.alpha.kubernetes.io/tolerations";
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    private static readonly string[] AppArmorProfiles = ["", AppArmorRules.RuntimeDefault, AppArmorRules.Unconfined];

    private static readonly Rule MirrorPod = new("MirrorPod", "Only the kubelet makes mirror pods: leave the annotation out.");
    private static readonly Rule OldTolerations = new("TolerationsAnnotation", "Leave the annotation out and use spec.tolerations.");
    private static readonly Rule Cost = new("PodDeletionCost", "Write a whole number between -2147483648 and 2147483647 in quotes.");
    private static readonly Rule AppArmor = new("AppArmorProfile", "Name a container of the pod, and as profile runtime/default, unconfined or localhost/<name>.");

    /// <summary>Checks the annotations of a pod, or of the template of pods.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="spec">The spec, whose containers the annotations may name.</param>
    /// <param name="path">The metadata.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject? metadata, JsonObject? spec, ReportedField path, FieldErrors errors)
    {
        var all = path.Child("annotations");
        foreach (var (key, value) in metadata.Map("annotations"))
        {
            var field = new ReportedField(FieldPath.Key(all.Name, key), FieldPath.Key(all.Place, key));
            switch (key)
            {
                case Mirror when spec.Text("nodeName").Length == 0:
                    errors.Invalid(field, value, "must set spec.nodeName if mirror pod annotation is set", MirrorPod);
                    break;
                case Tolerations when value.Length > 0:
                    CheckTolerations(value, all.StandingAt(field.Place), errors);
                    break;
                case DeletionCost when !IsCost(value):
                    errors.Invalid(field, value, "must be a 32bit integer", Cost);
                    break;
                case var _ when key.StartsWith(AppArmorRules.AnnotationPrefix, StringComparison.Ordinal):
                    CheckAppArmor(key[AppArmorRules.AnnotationPrefix.Length..], value, spec, field, errors);
                    break;
                default:
                    break;
            }
        }
    }

    private static void CheckTolerations(string json, ReportedField annotations, FieldErrors errors)
    {
        try
        {
            var tolerations = JsonNode.Parse(json) as JsonArray ?? throw new JsonException("It is no list.");
            SchedulingRules.CheckTolerations(tolerations, annotations.Child(Tolerations).StandingAt(annotations.Place), errors);
        }
        catch (JsonException)
        {
            errors.Invalid(annotations, Tolerations, "it holds no list of tolerations as JSON", OldTolerations);
        }
    }

    /// <summary>A number as it is usually written: without a plus sign and zeros in front.</summary>
    private static bool IsCost(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost)
        && (value == cost.ToString(CultureInfo.InvariantCulture) || value == "-0");

    private static void CheckAppArmor(string container, string profile, JsonObject? spec, ReportedField field, FieldErrors errors)
    {
        var isKnown = PodContainers.Of(spec, "").Any(candidate => candidate.Item.Text("name") == container);
        if (!isKnown)
        {
            errors.Invalid(field, container, "container not found", AppArmor);
        }

        if (!AppArmorProfiles.Contains(profile) && !profile.StartsWith(AppArmorRules.LocalPrefix, StringComparison.Ordinal))
        {
            errors.Invalid(field, profile, $"invalid AppArmor profile name: {GoText.Quote(profile)}", AppArmor);
        }
    }
}
