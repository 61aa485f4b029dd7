namespace PodTools.Yaml;

/// <summary>
/// Where one node of a tree stands in its text. A node under a key stands where its key stands, because that is where
/// people look; an element of a list stands where it begins.
/// </summary>
/// <param name="position">Where the node stands.</param>
public sealed class SourceNode(SourcePosition position)
{
    private Dictionary<string, SourceNode>? _members;
    private List<SourceNode>? _elements;

    /// <summary>Where the node stands.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>Records where the value of a key stands; a key that comes again replaces the earlier one, as its value does.</summary>
    /// <param name="key">The key.</param>
    /// <param name="node">Where its value stands.</param>
    public void SetMember(string key, SourceNode node) => (_members ??= new(StringComparer.Ordinal))[key] = node;

    /// <summary>Records where the next element of a list stands.</summary>
    /// <param name="node">Where the element stands.</param>
    public void AddElement(SourceNode node) => (_elements ??= []).Add(node);

    /// <summary>Finds what a key holds.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Where it stands, or null when there is no such key.</returns>
    public SourceNode? Member(string key) => _members is not null && _members.TryGetValue(key, out var node) ? node : null;

    /// <summary>Finds an element of a list.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <returns>Where it stands, or null when there is no such element.</returns>
    public SourceNode? Element(int index) =>
        _elements is not null && index >= 0 && index < _elements.Count ? _elements[index] : null;

    /// <summary>The same node at another place: its members and elements are shared.</summary>
    internal SourceNode At(SourcePosition position) => new(position) { _members = _members, _elements = _elements };
}
