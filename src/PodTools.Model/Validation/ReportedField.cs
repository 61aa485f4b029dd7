namespace PodTools.Validation;

/// <summary>
/// A field that an error is about. The API server leaves steps out of some paths, or misspells them: then the name that it
/// reports is not the place where the field stands.
/// </summary>
/// <param name="Name">The field as the API server reports it.</param>
/// <param name="Place">Where it stands.</param>
internal readonly record struct ReportedField(string Name, string Place)
{
    /// <summary>A field that is reported where it stands.</summary>
    public static implicit operator ReportedField(string path) => new(path, path);

    /// <summary>A field within this one.</summary>
    public ReportedField Child(string name) => new($"{Name}.{name}", $"{Place}.{name}");

    /// <summary>The same field, reported under the name, and standing in a place within.</summary>
    public ReportedField StandingAt(string place) => this with { Place = place };
}
