namespace PodTools.Commands;

/// <summary>Picks from a list by names with and without wildcards, and remembers which exact names never came.</summary>
/// <param name="names">The names; none takes everything.</param>
internal sealed class NameSelection(IReadOnlyCollection<string> names)
{
    private readonly List<NamePattern> _patterns = [.. names.Where(NamePattern.IsPattern).Select(name => new NamePattern(name))];
    private readonly HashSet<string> _missing = [.. names.Where(name => !NamePattern.IsPattern(name))];
    private readonly HashSet<string> _exact = [.. names.Where(name => !NamePattern.IsPattern(name))];

    /// <summary>The names without wildcards that no call of <see cref="Takes"/> has met yet.</summary>
    public IEnumerable<string> Missing => _missing;

    /// <summary>Whether an object of this name is meant.</summary>
    /// <param name="name">The object's name.</param>
    public bool Takes(string? name)
    {
        if (name is null)
        {
            return false;
        }

        _missing.Remove(name);
        return names.Count == 0 || _exact.Contains(name) || _patterns.Any(pattern => pattern.IsMatch(name));
    }
}
