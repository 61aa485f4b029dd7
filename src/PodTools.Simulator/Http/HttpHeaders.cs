namespace PodTools.Simulator.Http;

/// <summary>Header fields of a message, by name without regard to case, in order; a name may come several times.</summary>
internal sealed class HttpHeaders
{
    private readonly List<(string Name, string Value)> _fields = [];

    /// <summary>The first value of a field, or null.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<(string Name, string Value)> Fields => _fields;

    /// <summary>Every value of a field that may be repeated.</summary>
    public IEnumerable<string> All(string name) =>
        _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    public HttpHeaders Add(string name, string value)
    {
        _fields.Add((name, value));
        return this;
    }

    /// <summary>Whether a field that holds a comma-separated list names <paramref name="token"/>.</summary>
    public bool HasToken(string name, string token) => All(name).Any(value => value
        .Split(',', StringSplitOptions.TrimEntries).Any(part => part.Equals(token, StringComparison.OrdinalIgnoreCase)));
}
