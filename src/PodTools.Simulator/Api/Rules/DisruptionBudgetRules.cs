using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Rules;

/// <summary>PodDisruptionBudgets: nothing is counted yet when one is made.</summary>
internal sealed class DisruptionBudgetRules : ObjectRules
{
    public override void PrepareCreate(ApiRequest request, JsonObject json) => json["status"] = new JsonObject
    {
        ["disruptionsAllowed"] = 0,
        ["currentHealthy"] = 0,
        ["desiredHealthy"] = 0,
        ["expectedPods"] = 0,
    };
}
