namespace PodTools.Schema;

/// <summary>A path names a kind or a field that does not exist.</summary>
public sealed class SchemaPathException : Exception
{
    private SchemaPathException(string path, string? nearest, string message)
        : base(nearest is null ? message : $"{message} The nearest is {nearest}.")
    {
        (Path, Nearest) = (path, nearest);
    }

    /// <summary>The path up to the name that does not exist.</summary>
    public string Path { get; }

    /// <summary>The name that was probably meant; null when nothing is near.</summary>
    public string? Nearest { get; }

    internal static SchemaPathException UnknownKind(string name, IEnumerable<string> kinds) =>
        new(name, NearestName.Of(name, kinds), $"The schema has no kind {name}.");

    internal static SchemaPathException UnknownField(string path, string name, IEnumerable<string> fields)
    {
        var known = fields.ToList();
        return new(
            $"{path}.{name}",
            NearestName.Of(name, known) is { } nearest ? $"{path}.{nearest}" : null,
            known.Count == 0 ? $"{path} has no fields, so no {name} either." : $"{path} has no field {name}.");
    }
}
