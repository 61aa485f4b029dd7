using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for selectors of labels and of nodes, written as objects.</summary>
internal static class SelectorRules
{
    private static readonly Rule Operator = new("SelectorOperator", "Use In or NotIn with values, Exists or DoesNotExist without; for nodes also Gt and Lt with one number.");
    private static readonly Rule NodeValue = new("SelectorValue", "No node can have a label with this value.", ServerVersions.From(32));
    private static readonly Rule Terms = new("NodeSelectorTerms");

    /// <summary>Checks a selector of labels.</summary>
    public static void CheckLabelSelector(JsonObject? selector, string path, FieldErrors errors)
    {
        MetadataRules.CheckLabels(selector, "matchLabels", path, errors);
        foreach (var (requirement, requirementPath) in selector.Items("matchExpressions", path))
        {
            CheckRequirement(requirement, requirementPath, isNode: false, errors);
            CheckValues(requirement, requirementPath, Operator, errors);
        }
    }

    /// <summary>Checks a selector of nodes, which must have terms.</summary>
    public static void CheckNodeSelector(JsonObject selector, string path, FieldErrors errors)
    {
        if (!selector.Objects("nodeSelectorTerms").Any())
        {
            errors.Required($"{path}.nodeSelectorTerms", Terms, "must have at least one node selector term");
        }

        foreach (var (term, termPath) in selector.Items("nodeSelectorTerms", path))
        {
            CheckNodeTerm(term, termPath, errors);
        }
    }

    /// <summary>Checks one term of a selector of nodes.</summary>
    public static void CheckNodeTerm(JsonObject? term, string path, FieldErrors errors)
    {
        foreach (var (requirement, requirementPath) in term.Items("matchExpressions", path))
        {
            CheckRequirement(requirement, requirementPath, isNode: true, errors);
            CheckValues(requirement, requirementPath, NodeValue, errors);
        }

        foreach (var (requirement, requirementPath) in term.Items("matchFields", path))
        {
            CheckFieldRequirement(requirement, requirementPath, errors);
        }
    }

    private static void CheckValues(JsonObject requirement, string path, Rule rule, FieldErrors errors)
    {
        foreach (var (value, i) in requirement.Texts("values").Select((value, i) => (value, i)))
        {
            errors.InvalidEach($"{path}.values[{i}]", value, NameSyntax.LabelValue(value), rule);
        }
    }

    private static void CheckRequirement(JsonObject requirement, string path, bool isNode, FieldErrors errors)
    {
        var values = requirement.Texts("values").Count();
        switch (requirement.Text("operator"))
        {
            case "In" or "NotIn":
                if (values == 0)
                {
                    errors.Required($"{path}.values", Operator, "must be specified when `operator` is 'In' or 'NotIn'");
                }

                break;
            case "Exists" or "DoesNotExist":
                if (values > 0)
                {
                    errors.Forbidden($"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'", Operator);
                }

                break;
            case "Gt" or "Lt" when isNode:
                if (values != 1)
                {
                    errors.Required($"{path}.values", Operator, "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }

                break;
            case var other:
                errors.Invalid($"{path}.operator", other, "not a valid selector operator", Operator);
                break;
        }

        MetadataRules.CheckLabelKey(requirement.Text("key"), $"{path}.key", errors);
    }

    /// <summary>Of the fields of a node only its name can be selected by.</summary>
    private static void CheckFieldRequirement(JsonObject requirement, string path, FieldErrors errors)
    {
        if (requirement.Text("operator") is not ("In" or "NotIn"))
        {
            errors.Invalid($"{path}.operator", requirement.Text("operator"), "not a valid selector operator", Operator);
        }
        else if (requirement.Texts("values").Count() != 1)
        {
            errors.Required($"{path}.values", Operator, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }

        if (requirement.Text("key") != "metadata.name")
        {
            errors.Invalid($"{path}.key", requirement.Text("key"), "not a valid field selector key", Operator);
            return;
        }

        foreach (var (name, i) in requirement.Texts("values").Select((name, i) => (name, i)))
        {
            errors.InvalidEach($"{path}.values[{i}]", name, NameSyntax.DnsSubdomain(name), Operator);
        }
    }
}
