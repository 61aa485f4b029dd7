using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Rules;

/// <summary>Objects without a status of their own: all of them is the client's.</summary>
internal class PlainRules : ObjectRules
{
    protected override bool HasStatus => false;

    public override void PrepareCreate(ApiRequest request, JsonObject json)
    {
    }
}
