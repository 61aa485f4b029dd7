namespace PodTools.Schema;

/// <summary>Guesses what was meant by a field that does not exist: a misspelt neighbour, or a field of another object.</summary>
internal static class FieldAdvice
{
    private const int MaxDepth = 3;

    /// <summary>Finds advice for an unknown field.</summary>
    /// <param name="name">The name that was written.</param>
    /// <param name="ancestors">The objects around it with their paths, the innermost first.</param>
    /// <returns>A sentence; it is never empty.</returns>
    public static string For(string name, IEnumerable<(SchemaType Type, string Path)> ancestors)
    {
        var around = ancestors.ToList();
        var (type, path) = around[0];
        if (type.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) is { } sameLetters)
        {
            return $"Write '{sameLetters.Name}': upper and lower case matter.";
        }

        if (type.Name == "PodResourceClaim" && name == "source")
        {
            return "API servers had it before 1.31: write resourceClaimName or resourceClaimTemplateName in its place.";
        }

        var nearest = NearestName.Of(name, type.Fields.Select(field => field.Name));
        if (nearest is not null && (nearest.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(nearest, StringComparison.Ordinal)))
        {
            return $"Did you mean '{nearest}'?";
        }

        if (around.Skip(1).FirstOrDefault(outer => outer.Type.Field(name) is not null) is { Type: not null } owner)
        {
            return $"'{name}' belongs {In(owner.Path)}, so it is indented too far here.";
        }

        if (Below(name, type, path) is { } below)
        {
            return $"'{name}' belongs {In(below)}.";
        }

        var beside = around.Skip(1).Select(outer => Below(name, outer.Type, outer.Path)).FirstOrDefault(found => found is not null);
        return (nearest, beside) switch
        {
            (not null, not null) => $"Did you mean '{nearest}', or does it belong {In(beside)}?",
            (not null, null) => $"Did you mean '{nearest}'?",
            (null, not null) => $"'{name}' belongs {In(beside)}.",
            _ => $"{(path.Length == 0 ? type.Name : path)} has no such field: remove it, or see Get-PodSchema for those that exist.",
        };
    }

    /// <summary>The nearest object below that has such a field, level by level.</summary>
    private static string? Below(string name, SchemaType type, string path)
    {
        var level = new List<(SchemaType Type, string Path)> { (type, path) };
        var seen = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            level = level
                .SelectMany(at => at.Type.Fields
                    .Where(field => field.TypeRef is not null && field.Name != "status" && seen.Add($"{at.Path}.{field.Name}"))
                    .Select(field => (field.TypeRef!, $"{(at.Path.Length == 0 ? "" : at.Path + ".")}{field.Name}{(field.IsList ? "[]" : "")}")))
                .OrderBy(at => Likelihood(at.Item2))
                .ToList();
            if (level.Find(at => at.Type.Field(name) is not null) is { Type: not null } found)
            {
                return found.Path;
            }
        }

        return null;
    }

    /// <summary>Most fields that stand in a wrong place are those of containers.</summary>
    private static int Likelihood(string path) =>
        path.EndsWith("spec", StringComparison.Ordinal) || path.EndsWith(".containers[]", StringComparison.Ordinal) ? 0 : 1;

    private static string In(string path) => path.Length == 0 ? "at the top of the manifest" : $"in {path}";
}
