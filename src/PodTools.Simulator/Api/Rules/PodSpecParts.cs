using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Rules;

/// <summary>The parts of a pod's spec that have a subresource of their own to change them.</summary>
internal static class PodSpecParts
{
    /// <summary>Takes the ephemeral containers of one spec over into another.</summary>
    public static void EphemeralContainers(JsonObject into, JsonObject from) => Take(into, from, "ephemeralContainers");

    /// <summary>Takes the resources of containers of the same name over.</summary>
    public static void Resources(JsonObject into, JsonObject from)
    {
        foreach (var list in (string[])["containers", "initContainers"])
        {
            var given = (from[list] as JsonArray ?? []).OfType<JsonObject>().ToLookup(container => (string?)container["name"]);
            foreach (var container in (into[list] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (given[(string?)container["name"]].FirstOrDefault() is { } source)
                {
                    Take(container, source, "resources");
                    Take(container, source, "resizePolicy");
                }
            }
        }
    }

    private static void Take(JsonObject into, JsonObject from, string name)
    {
        if (from[name] is { } value)
        {
            into[name] = value.DeepClone();
        }
        else
        {
            into.Remove(name);
        }
    }
}
