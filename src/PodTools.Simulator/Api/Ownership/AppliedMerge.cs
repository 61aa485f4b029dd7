using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>The two halves of applying: setting what a configuration states, and taking out what it states no longer.</summary>
internal static class AppliedMerge
{
    /// <summary>Sets everything that <paramref name="applied"/> states in <paramref name="current"/>, which is changed.</summary>
    /// <returns>What takes the place of <paramref name="current"/>.</returns>
    public static JsonNode? Merge(FieldShape shape, JsonNode? current, JsonNode? applied)
    {
        if (shape.PartsOf(applied) is not { } parts || shape.PartsOf(current) is not { } present)
        {
            // An empty object states only that it is there.
            return applied is JsonObject { Count: 0 } && current is JsonObject ? current : applied?.DeepClone();
        }

        var known = present.ToDictionary(part => part.Step, part => part.Value);
        foreach (var (step, value, partShape) in parts)
        {
            known.TryGetValue(step, out var old);
            if (current is JsonObject map)
            {
                var merged = Merge(partShape, old, value);
                if (!ReferenceEquals(merged, old))
                {
                    map[step[2..]] = merged;
                }
            }
            else if (!known.ContainsKey(step))
            {
                current!.AsArray().Add(value?.DeepClone());
            }
            else if (old is JsonObject)
            {
                Merge(partShape, old, value);
            }
        }

        return current;
    }

    /// <summary>Takes fields out of an object, those excepted that anybody still owns or that hold something owned.</summary>
    /// <param name="shape">The shape of the object.</param>
    /// <param name="json">The object, which is changed.</param>
    /// <param name="dropped">The fields that their manager states no longer.</param>
    /// <param name="owned">What everybody owns, this manager's new statement included.</param>
    public static void Prune(FieldShape shape, JsonObject json, FieldSet dropped, IReadOnlyList<FieldSet> owned)
    {
        foreach (var path in dropped.Members().OrderByDescending(path => path.Count))
        {
            if (!owned.Any(set => set.Find(path) is not null))
            {
                Remove(shape, json, path);
            }
        }
    }

    private static void Remove(FieldShape shape, JsonNode? json, IReadOnlyList<string> path)
    {
        var part = (shape.PartsOf(json) ?? []).FirstOrDefault(part => part.Step == path[0]);
        if (part.Shape is null)
        {
            return;
        }

        if (path.Count > 1)
        {
            Remove(part.Shape, part.Value, [.. path.Skip(1)]);
        }
        else if (json is JsonObject map)
        {
            map.Remove(path[0][2..]);
        }
        else if (json is JsonArray list)
        {
            list.Remove(part.Value);
        }
    }
}
