namespace PodTools.Simulator.Http;

/// <summary>The query of a request: names with their values, in order, decoded.</summary>
internal sealed class QueryParameters
{
    private readonly List<(string Name, string Value)> _pairs = [];

    public QueryParameters(string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var split = pair.Split('=', 2);
            _pairs.Add((Decode(split[0]), split.Length == 1 ? "" : Decode(split[1])));
        }
    }

    /// <summary>The first value of a name, or null where it is absent.</summary>
    public string? this[string name] =>
        _pairs.Where(pair => pair.Name == name).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>Every value of a name that may be repeated, as <c>command</c>.</summary>
    public IEnumerable<string> All(string name) => _pairs.Where(pair => pair.Name == name).Select(pair => pair.Value);

    /// <summary>
    /// Whether a switch is on, as the API reads one: absent, <c>false</c> and <c>0</c> are off, everything else is on.
    /// </summary>
    public bool IsOn(string name) => this[name] is { } value && value is not ("0" or "false" or "False" or "FALSE" or "f" or "F");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
