using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The containers of a pod, in the order in which the API server goes through them.</summary>
internal static class PodContainers
{
    /// <summary>The fields of a spec that hold containers.</summary>
    public static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>All containers of a spec, each with its path.</summary>
    public static IEnumerable<(JsonObject Item, string Path)> Of(JsonObject? spec, string path) => Lists.SelectMany(list => spec.Items(list, path));
}
