using System.Text.Json.Nodes;
using PodTools.Schema;
using PodTools.Simulator.Store;
using PodTools.Validation;

namespace PodTools.Simulator.Api.Rules;

/// <summary>Pods: defaults, admission, the first status, and what of a live pod may change through which subresource.</summary>
internal sealed class PodRules(ObjectStore store, int minorVersion) : ObjectRules
{
    public override void Default(JsonObject json)
    {
        PodDefaults.Apply(json);
        foreach (var condition in (json["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            // The two fields that the API always writes, empty or not.
            condition["lastProbeTime"] ??= null;
            condition["lastTransitionTime"] ??= null;
        }

        if ((string?)json["status"]?["podIP"] is { Length: > 0 } address)
        {
            json["status"]!["podIPs"] ??= new JsonArray(new JsonObject { ["ip"] = address });
        }
    }

    public override void Admit(ApiRequest request, JsonObject json) => PodAdmission.Admit(store, json);

    public override IEnumerable<string> Warnings(JsonObject json) =>
        PodWarnings.Find(json).Where(warning => warning.FromServer).Select(warning => warning.ToString());

    public override void PrepareCreate(ApiRequest request, JsonObject json)
    {
        var status = new JsonObject { ["phase"] = "Pending" };
        if (json["spec"]?["schedulingGates"] is JsonArray { Count: > 0 })
        {
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "False",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = null,
                ["reason"] = "SchedulingGated",
                ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
            });
        }

        status["qosClass"] = QosClass.Of(json);
        json["status"] = status;
    }

    public override IReadOnlyList<FieldCause> ValidateCreate(JsonObject json) => Causes(PodValidator.ValidateDefaulted(json));

    public override void PrepareUpdate(JsonObject updated, JsonObject current, string subresource)
    {
        switch (subresource)
        {
            case "ephemeralcontainers":
                RestoreAllButSpec(updated, current, PodSpecParts.EphemeralContainers);
                break;
            case "resize":
                RestoreAllButSpec(updated, current, PodSpecParts.Resources);
                break;
            default:
                base.PrepareUpdate(updated, current, subresource);
                break;
        }
    }

    public override IReadOnlyList<FieldCause> ValidateUpdate(JsonObject updated, JsonObject current, string subresource) =>
        subresource switch
        {
            "status" => [.. PodStatusRules.Validate(updated)],
            "ephemeralcontainers" => Causes(PodUpdateValidator.ValidateEphemeralContainers(updated, current)),
            "resize" => Causes(PodUpdateValidator.ValidateResize(updated, current)),
            _ => Causes(PodUpdateValidator.Validate(updated, current)),
        };

    private static void RestoreAllButSpec(JsonObject updated, JsonObject current, Action<JsonObject, JsonObject> take)
    {
        var spec = current["spec"]!.DeepClone().AsObject();
        take(spec, updated["spec"] as JsonObject ?? []);
        updated["spec"] = spec;
        Restore(updated, current, "status");
    }

    private List<FieldCause> Causes(IEnumerable<FieldError> errors) =>
        [.. errors.Where(error => error.Versions.Include(minorVersion)).Select(error => new FieldCause(error.Type, error.Field, error.Message))];
}
