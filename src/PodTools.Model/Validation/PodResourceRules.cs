using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Validation;

/// <summary>The rules for the resources that a pod asks for as a whole, beside those of its containers.</summary>
internal static class PodResourceRules
{
    private static readonly Rule Whole = new("PodResources", "What the pod asks for as a whole must be enough for its containers.", ServerVersions.From(34));

    /// <summary>Checks the resources of a pod against those of its containers.</summary>
    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Object("resources") is not { } resources)
        {
            return;
        }

        var field = $"{path}.resources";
        if (resources.Has("claims"))
        {
            errors.Forbidden($"{field}.claims", "claims cannot be set for Resources at pod-level", Whole);
        }

        CheckRequests(spec, resources.Object("requests"), $"{field}.requests", errors);
        CheckLimits(spec, resources.Object("limits"), path, errors);
    }

    private static void CheckRequests(JsonObject spec, JsonObject? requests, string path, FieldErrors errors)
    {
        var needs = spec.Objects("containers").SelectMany(container => Amounts(container, "requests")).GroupBy(amount => amount.Name, StringComparer.Ordinal);
        foreach (var need in needs.Where(need => requests.Has(need.Key)))
        {
            var total = need.Select(amount => amount.Amount).Aggregate((sum, amount) => sum + amount);
            if (JsonFields.AsQuantity(requests![need.Key]) is { } whole && whole < total)
            {
                errors.Invalid(FieldPath.Key(path, need.Key), whole.Canonical, $"must be greater than or equal to aggregate container requests of {total.Canonical}", Whole);
            }
        }
    }

    /// <summary>The server names the container within the resources of the pod, where it does not stand.</summary>
    private static void CheckLimits(JsonObject spec, JsonObject? limits, string path, FieldErrors errors)
    {
        foreach (var (container, i) in spec.Objects("containers").Select((container, i) => (container, i)))
        {
            foreach (var (name, amount) in Amounts(container, "limits"))
            {
                if (JsonFields.AsQuantity(limits?[name]) is { } most && amount > most)
                {
                    var reported = new ReportedField($"{path}.resources.containers[{i}][{name}].limits", $"{path}.containers[{i}].resources.limits.{name}");
                    errors.Invalid(reported, amount.Canonical, $"must be less than or equal to pod limits of {most.Canonical}", Whole);
                }
            }
        }
    }

    private static IEnumerable<(string Name, Quantity Amount)> Amounts(JsonObject container, string map) => (container.Object("resources").Object(map) ?? [])
        .Select(entry => (entry.Key, Amount: JsonFields.AsQuantity(entry.Value))).Where(entry => entry.Amount is not null).Select(entry => (entry.Key, entry.Amount!.Value));
}
