using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for changing the resources of a running pod in place.</summary>
internal static class ResizeRules
{
    private static readonly string[] Maps = ["limits", "requests"];
    private static readonly string[] Resources = ["cpu", "memory"];

    private static readonly Rule OnlyResources = new("ResizeOnlyResources", "Change requests and limits of cpu and memory only.");
    private static readonly Rule Class = new("ResizeQosClass", "Keep requests equal to limits where they are, and below where they are not; a pod without any cannot get some.");
    private static readonly Rule Removal = new("ResizeRemoval", "A request or limit of a live pod can be changed, not removed.");

    /// <summary>Checks an update.</summary>
    public static IReadOnlyList<FieldError> Check(JsonObject after, JsonObject before)
    {
        var errors = new FieldErrors();
        PodUpdateValidator.CheckObjectUpdate(after, before, errors);
        if (QosClass.Of(after) is var now && QosClass.Of(before) != now)
        {
            errors.Invalid("spec", now, "Pod QOS Class may not change as a result of resizing", Class);
        }

        var afterSpec = after.Ensure("spec");
        var beforeSpec = before.Ensure("spec");
        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var ((mine, path), old) in afterSpec.Items(list, "spec").Zip(beforeSpec.Objects(list)))
            {
                CheckRemoved(mine, old, path, errors);
                TakeCpuAndMemory(mine, old);
            }
        }

        if (!JsonMeaning.Same(afterSpec, beforeSpec))
        {
            errors.Forbidden("spec", "only cpu and memory resources are mutable", OnlyResources);
        }

        return errors.All;
    }

    private static void CheckRemoved(JsonObject container, JsonObject old, string path, FieldErrors errors)
    {
        foreach (var map in Maps)
        {
            var now = container.Object("resources").Object(map);
            if ((old.Object("resources").Object(map) ?? []).Any(entry => now?.ContainsKey(entry.Key) != true))
            {
                errors.Forbidden($"{path}.resources.{map}", $"resource {map} cannot be removed", Removal);
            }
        }
    }

    private static void TakeCpuAndMemory(JsonObject container, JsonObject old)
    {
        foreach (var (map, resource) in from map in Maps from resource in Resources select (map, resource))
        {
            Remove(container.Object("resources"), map, resource);
            Remove(old.Object("resources"), map, resource);
        }
    }

    /// <summary>An empty map is left like none.</summary>
    private static void Remove(JsonObject? resources, string map, string resource)
    {
        if (resources.Object(map) is not { } amounts)
        {
            return;
        }

        amounts.Remove(resource);
        if (amounts.Count == 0)
        {
            resources!.Remove(map);
        }
    }
}
