using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>What differs between two states of an object, field by field.</summary>
internal sealed class FieldComparison
{
    public FieldSet Added { get; } = new();

    public FieldSet Modified { get; } = new();

    public FieldSet Removed { get; } = new();

    /// <summary>Whether the two states are the same.</summary>
    public bool IsEmpty => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    /// <summary>What the second state says that the first did not say.</summary>
    public FieldSet Changed => Added.Union(Modified);

    /// <summary>Compares two states of an object.</summary>
    public static FieldComparison Of(FieldShape shape, JsonObject before, JsonObject after)
    {
        var comparison = new FieldComparison();
        comparison.Compare(shape, before, after, []);
        return comparison;
    }

    /// <summary>The fields that an object states: its leaves, and the elements of its lists.</summary>
    public static FieldSet FieldsOf(FieldShape shape, JsonNode? value)
    {
        var set = new FieldSet();
        if (shape.PartsOf(value) is not { } parts)
        {
            set.IsMember = true;
            return set;
        }

        set.IsMember = shape.IsElement;
        foreach (var (step, part, partShape) in parts)
        {
            set.At(step).Take(FieldsOf(partShape, part));
        }

        return set;
    }

    private void Compare(FieldShape shape, JsonNode? before, JsonNode? after, string[] path)
    {
        var old = Parts(shape, before);
        var @new = Parts(shape, after);
        if (old is null && @new is null)
        {
            if (!JsonNode.DeepEquals(before, after))
            {
                Mark(Modified, path);
            }

            return;
        }

        foreach (var step in (old?.Keys ?? Enumerable.Empty<string>()).Union(@new?.Keys ?? Enumerable.Empty<string>()))
        {
            string[] below = [.. path, step];
            var was = old is not null && old.TryGetValue(step, out var oldPart) ? oldPart : default;
            var now = @new is not null && @new.TryGetValue(step, out var newPart) ? newPart : default;
            if (was.Shape is null)
            {
                MarkAll(Added, now, below);
            }
            else if (now.Shape is null)
            {
                MarkAll(Removed, was, below);
            }
            else
            {
                Compare(now.Shape, was.Value, now.Value, below);
            }
        }
    }

    private static Dictionary<string, (JsonNode? Value, FieldShape Shape)>? Parts(FieldShape shape, JsonNode? value)
    {
        if (shape.PartsOf(value) is not { } parts)
        {
            return null;
        }

        var result = new Dictionary<string, (JsonNode? Value, FieldShape Shape)>(StringComparer.Ordinal);
        foreach (var (step, part, partShape) in parts)
        {
            result[step] = (part, partShape);
        }

        return result;
    }

    private static void Mark(FieldSet set, string[] path) =>
        path.Aggregate(set, (place, step) => place.At(step)).IsMember = true;

    private static void MarkAll(FieldSet set, (JsonNode? Value, FieldShape Shape) part, string[] path)
    {
        Mark(set, path);
        foreach (var (step, value, shape) in part.Shape.PartsOf(part.Value) ?? [])
        {
            MarkAll(set, (value, shape), [.. path, step]);
        }
    }
}
