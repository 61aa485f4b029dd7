using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for affinity to nodes and other pods, and for spreading.</summary>
internal static class AffinityRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    private static readonly string[] WhenUnsatisfiable = ["DoNotSchedule", "ScheduleAnyway"];
    private static readonly string[] InclusionPolicies = ["Honor", "Ignore"];

    private static readonly Rule Weight = new("AffinityWeight");
    private static readonly Rule Topology = new("TopologyKey", "Name the label of nodes that tells places apart, such as kubernetes.io/hostname.");
    private static readonly Rule Namespaces = new("AffinityNamespace");
    private static readonly Rule Spread = new("TopologySpread");
    private static readonly Rule LabelKeys = new("MatchLabelKeys", "Name labels of the pod, each in one place only.");

    /// <summary>Checks all three kinds of affinity.</summary>
    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        var affinity = spec.Object("affinity");
        CheckNodes(affinity.Object("nodeAffinity"), $"{path}.affinity.nodeAffinity", errors);
        CheckPods(affinity.Object("podAffinity"), $"{path}.affinity.podAffinity", errors);
        CheckPods(affinity.Object("podAntiAffinity"), $"{path}.affinity.podAntiAffinity", errors);
    }

    /// <summary>Checks how the pods of a group are to be spread.</summary>
    public static void CheckSpread(JsonObject spec, string path, FieldErrors errors)
    {
        var constraints = spec.Items("topologySpreadConstraints", path).ToList();
        for (var i = 0; i < constraints.Count; i++)
        {
            var (constraint, constraintPath) = constraints[i];
            CheckSpreadRepeated(constraints, i, errors);
            CheckSpreadNumbers(constraint, constraintPath, errors);
            var key = constraint.Text("topologyKey");
            var mode = constraint.Text("whenUnsatisfiable");
            if (key.Length == 0)
            {
                errors.Required($"{constraintPath}.topologyKey", Topology, "can not be empty");
            }

            if (!WhenUnsatisfiable.Contains(mode))
            {
                errors.NotSupported($"{constraintPath}.whenUnsatisfiable", mode, WhenUnsatisfiable, Spread);
            }

            errors.OneOf($"{constraintPath}.nodeAffinityPolicy", constraint.Text("nodeAffinityPolicy"), InclusionPolicies, Spread);
            errors.OneOf($"{constraintPath}.nodeTaintsPolicy", constraint.Text("nodeTaintsPolicy"), InclusionPolicies, Spread);
            CheckLabelKeys(constraint, "matchLabelKeys", constraintPath, errors);
            CheckNotSelected(constraint, constraintPath, errors);

            SelectorRules.CheckLabelSelector(constraint.Object("labelSelector"), $"{constraintPath}.labelSelector", errors);
        }
    }

    /// <summary>The server counts a repetition from the first of the two on.</summary>
    private static void CheckSpreadRepeated(List<(JsonObject Item, string Path)> constraints, int index, FieldErrors errors)
    {
        var (constraint, path) = constraints[index];
        var (key, mode) = (constraint.Text("topologyKey"), constraint.Text("whenUnsatisfiable"));
        var later = constraints.Skip(index + 1).Where(other => other.Item.Text("topologyKey") == key && other.Item.Text("whenUnsatisfiable") == mode).Take(1);
        foreach (var other in later)
        {
            errors.Duplicate(
                new ReportedField($"{path}.{{topologyKey, whenUnsatisfiable}}", $"{other.Path}.topologyKey"), $"{{{key}, {mode}}}", Spread);
        }
    }

    /// <summary>Checks the keys of labels whose values are those of the pod itself.</summary>
    private static void CheckLabelKeys(JsonObject? parent, string list, string path, FieldErrors errors)
    {
        var keys = parent.Texts(list).ToList();
        if (keys.Count > 0 && parent.Object("labelSelector") is null)
        {
            errors.Forbidden($"{path}.{list}", "must not be specified when labelSelector is not set", LabelKeys);
        }

        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
        {
            MetadataRules.CheckLabelKey(key, $"{path}.{list}[{i}]", errors);
        }
    }

    /// <summary>What spreads cannot name a label twice; in affinity to pods the server lets it pass.</summary>
    private static void CheckNotSelected(JsonObject constraint, string path, FieldErrors errors)
    {
        var selector = constraint.Object("labelSelector");
        string[] selected = [.. selector.Map("matchLabels").Select(label => label.Key), .. selector.Objects("matchExpressions").Select(requirement => requirement.Text("key"))];
        CheckApart(constraint, selected, "labelSelector", path, errors);
    }

    /// <summary>Checks that no key of <c>matchLabelKeys</c> is named elsewhere as well.</summary>
    private static void CheckApart(JsonObject? parent, IReadOnlyCollection<string> others, string where, string path, FieldErrors errors)
    {
        foreach (var (key, i) in parent.Texts("matchLabelKeys").Select((key, i) => (key, i)).Where(entry => others.Contains(entry.key)))
        {
            errors.Invalid($"{path}.matchLabelKeys[{i}]", key, $"exists in both matchLabelKeys and {where}", LabelKeys);
        }
    }

    private static void CheckSpreadNumbers(JsonObject constraint, string path, FieldErrors errors)
    {
        if (constraint.Number("maxSkew") is null or <= 0)
        {
            errors.Invalid($"{path}.maxSkew", constraint.Number("maxSkew") ?? 0, "must be greater than zero", Spread);
        }

        if (constraint.Number("minDomains") is { } domains)
        {
            if (domains <= 0)
            {
                errors.Invalid($"{path}.minDomains", domains, "must be greater than zero", Spread);
            }

            if (constraint.Text("whenUnsatisfiable") != "DoNotSchedule")
            {
                errors.Invalid($"{path}.minDomains", domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {constraint.Text("whenUnsatisfiable")}", Spread);
            }
        }
    }

    private static void CheckNodes(JsonObject? affinity, string path, FieldErrors errors)
    {
        if (affinity.Object(Required) is { } selector)
        {
            SelectorRules.CheckNodeSelector(selector, $"{path}.{Required}", errors);
        }

        foreach (var (term, termPath) in affinity.Items(Preferred, path))
        {
            CheckWeight(term, termPath, errors);
            SelectorRules.CheckNodeTerm(term.Object("preference"), $"{termPath}.preference", errors);
        }
    }

    private static void CheckPods(JsonObject? affinity, string path, FieldErrors errors)
    {
        foreach (var (term, termPath) in affinity.Items(Required, path))
        {
            CheckPodTerm(term, termPath, errors);
        }

        foreach (var (term, termPath) in affinity.Items(Preferred, path))
        {
            CheckWeight(term, termPath, errors);
            CheckPodTerm(term.Object("podAffinityTerm"), $"{termPath}.podAffinityTerm", errors);
        }
    }

    private static void CheckPodTerm(JsonObject? term, string path, FieldErrors errors)
    {
        SelectorRules.CheckLabelSelector(term.Object("labelSelector"), $"{path}.labelSelector", errors);
        SelectorRules.CheckLabelSelector(term.Object("namespaceSelector"), $"{path}.namespaceSelector", errors);
        foreach (var name in term.Texts("namespaces"))
        {
            errors.InvalidEach($"{path}.namespace", name, NameSyntax.DnsLabel(name), Namespaces);
        }

        CheckLabelKeys(term, "matchLabelKeys", path, errors);
        CheckLabelKeys(term, "mismatchLabelKeys", path, errors);
        CheckApart(term, [.. term.Texts("mismatchLabelKeys")], "mismatchLabelKeys", path, errors);
        CheckTopologyKey(term.Text("topologyKey"), path, errors);
    }

    private static void CheckTopologyKey(string key, string path, FieldErrors errors)
    {
        if (key.Length == 0)
        {
            errors.Required($"{path}.topologyKey", Topology, "can not be empty");
        }

        MetadataRules.CheckLabelKey(key, $"{path}.topologyKey", errors);
    }

    private static void CheckWeight(JsonObject term, string path, FieldErrors errors)
    {
        if (term.Number("weight") is null or < 1 or > 100)
        {
            errors.Invalid($"{path}.weight", term.Number("weight") ?? 0, "must be in the range 1-100", Weight);
        }
    }
}
