using System.Text.Json.Nodes;

namespace PodTools.Commands;

/// <summary>Leaves out of a pod that was built of parameters the lists and maps for which no parameter was given.</summary>
internal static class EmptyParts
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    /// <summary>Removes what is empty in the metadata, the spec and the containers; an empty volume source has a meaning and stays.</summary>
    /// <param name="pod">The pod, which is changed.</param>
    /// <returns>The pod.</returns>
    public static JsonObject Drop(JsonObject pod)
    {
        var spec = pod["spec"] as JsonObject;
        var containers = ContainerLists.Select(list => spec?[list] as JsonArray).SelectMany(list => list?.ToList() ?? []);
        foreach (var part in new[] { pod["metadata"], spec }.Concat(containers).OfType<JsonObject>())
        {
            DropFrom(part);
        }

        return pod;
    }

    private static void DropFrom(JsonObject part)
    {
        foreach (var field in part.Where(field => field.Value is JsonArray { Count: 0 } or JsonObject { Count: 0 }).Select(field => field.Key).ToList())
        {
            part.Remove(field);
        }
    }
}
