using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api;

/// <summary>Statuses that are no refusals.</summary>
internal static class Statuses
{
    /// <summary>It was done, and there is no object to show for it.</summary>
    public static JsonObject Success(JsonObject? details = null, int? code = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
        };
        if (details is not null)
        {
            status["details"] = details;
        }

        if (code is not null)
        {
            status["code"] = code;
        }

        return status;
    }
}
