using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Subresources;

/// <summary>Conditions in the status of a pod.</summary>
internal static class PodConditions
{
    /// <summary>Sets a condition; the time of its transition is <paramref name="now"/> where its status changes.</summary>
    public static void Set(JsonObject pod, string type, string status, string now, string? reason = null, string? message = null)
    {
        if (pod["status"] is not JsonObject podStatus)
        {
            pod["status"] = podStatus = [];
        }

        if (podStatus["conditions"] is not JsonArray conditions)
        {
            podStatus["conditions"] = conditions = [];
        }

        var current = conditions.OfType<JsonObject>().FirstOrDefault(condition => (string?)condition["type"] == type);
        var unchanged = (string?)current?["status"] == status ? (string?)current?["lastTransitionTime"] : null;
        var next = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = unchanged ?? now,
        };
        if (reason is not null)
        {
            next["reason"] = reason;
        }

        if (message is not null)
        {
            next["message"] = message;
        }

        if (current is null)
        {
            conditions.Add(next);
        }
        else
        {
            conditions[conditions.IndexOf(current)] = next;
        }
    }
}
