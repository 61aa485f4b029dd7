using PodTools.Schema;

namespace PodTools;

/// <summary>What may be written at one place of a manifest: what <c>Get-PodSchema</c> emits.</summary>
public sealed class PodField
{
    private PodField(SchemaPlace place, int depth, SchemaDescriptions? descriptions)
    {
        (Path, Depth) = (place.Path, depth);
        Description = place.Field is { } field ? descriptions?.Of(field.Owner, field.Name) : descriptions?.Of(place.Type!.Name);
        Name = place.Field?.Name ?? place.Type!.Name;
        Type = place.Field?.TypeText ?? place.Type!.Name;
        Required = place.Field?.Required ?? false;
        Default = place.Field?.Default;
        AllowedValues = place.Field?.AllowedValues ?? [];
    }

    /// <summary>The path, such as <c>pod.spec.containers</c>.</summary>
    public string Path { get; }

    /// <summary>The name of the field; of a kind itself, the kind.</summary>
    public string Name { get; }

    /// <summary>The type as <c>kubectl explain</c> prints it, such as <c>[]Container</c>.</summary>
    public string Type { get; }

    /// <summary>Whether the API demands it.</summary>
    public bool Required { get; }

    /// <summary>The value that the API puts in when it is missing; null when there is none.</summary>
    public string? Default { get; }

    /// <summary>The only values that the API accepts; empty when there is no fixed set.</summary>
    public IReadOnlyList<string> AllowedValues { get; }

    /// <summary>How many steps below the asked path it is, for indenting a tree.</summary>
    public int Depth { get; }

    /// <summary>What it is for, in the words of the cluster that was asked; null offline.</summary>
    public string? Description { get; }

    /// <summary>The field at a path.</summary>
    /// <param name="path">Such as <c>pod.spec.containers</c>.</param>
    /// <param name="descriptions">What fields are for, when a cluster was asked.</param>
    /// <exception cref="SchemaPathException">The path does not exist; the message suggests the nearest.</exception>
    public static PodField At(string path, SchemaDescriptions? descriptions = null) => new(ApiSchema.Resolve(path), 0, descriptions);

    /// <summary>The fields below a path.</summary>
    /// <param name="path">Such as <c>pod.spec</c>.</param>
    /// <param name="recurse">Whether to go on into what they hold; a type is not entered again inside itself.</param>
    /// <param name="descriptions">What fields are for, when a cluster was asked.</param>
    /// <exception cref="SchemaPathException">The path does not exist; the message suggests the nearest.</exception>
    public static IEnumerable<PodField> Below(string path, bool recurse = false, SchemaDescriptions? descriptions = null)
    {
        var place = ApiSchema.Resolve(path);
        return Places(place, recurse, place.Type is null ? [] : [place.Type.Name]).Select(below => new PodField(below.Place, below.Depth, descriptions));
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    private static IEnumerable<(SchemaPlace Place, int Depth)> Places(SchemaPlace place, bool recurse, IReadOnlyList<string> above)
    {
        foreach (var child in place.Children)
        {
            yield return (child, 0);
            if (!recurse || child.Type is null || above.Contains(child.Type.Name))
            {
                continue;
            }

            foreach (var (deeper, depth) in Places(child, recurse, [.. above, child.Type.Name]))
            {
                yield return (deeper, depth + 1);
            }
        }
    }
}
