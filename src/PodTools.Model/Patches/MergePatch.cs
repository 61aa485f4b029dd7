using System.Text.Json.Nodes;

namespace PodTools.Patches;

/// <summary>JSON merge patch (RFC 7386): null removes, objects merge, everything else replaces.</summary>
public static class MergePatch
{
    /// <summary>Applies a patch; <paramref name="target"/> is changed and returned.</summary>
    /// <param name="target">The object.</param>
    /// <param name="patch">The patch.</param>
    /// <returns>The object.</returns>
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject inner:
                    Merge(target, name, inner);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }

        return target;
    }

    private static void Merge(JsonObject target, string name, JsonObject patch)
    {
        if (target[name] is not JsonObject current)
        {
            target[name] = current = [];
        }

        Apply(current, patch);
    }
}
