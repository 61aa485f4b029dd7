using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Rules;

/// <summary>Events: the fields that the API always writes, empty or not.</summary>
internal sealed class EventRules : PlainRules
{
    public override void Default(JsonObject json) => json["eventTime"] ??= null;

    public override void PrepareCreate(ApiRequest request, JsonObject json)
    {
        json["reportingComponent"] ??= "";
        json["reportingInstance"] ??= "";
    }
}
