using PodTools.Selectors;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>Which objects of a type a list, a watch or a deletion of a collection is about.</summary>
internal sealed class Selection
{
    private readonly string _namespace;
    private readonly LabelSelectorExpression? _labels;
    private readonly FieldSelectorExpression? _fields;

    /// <exception cref="ApiException">400, when a selector cannot be read or names a field that the type does not offer.</exception>
    public Selection(ApiRequest request)
    {
        _namespace = request.Namespace;
        try
        {
            _labels = request.Query["labelSelector"] is { Length: > 0 } labels ? LabelSelectorExpression.Parse(labels) : null;
            _fields = request.Query["fieldSelector"] is { Length: > 0 } fields
                ? FieldSelectorExpression.Parse(fields).Require(request.Type.SelectableFields)
                : null;
        }
        catch (SelectorSyntaxException malformed)
        {
            throw ApiException.BadRequest(malformed.Message);
        }

        Name = request.Name;
    }

    /// <summary>The one name that is selected by the path, empty for all.</summary>
    public string Name { get; }

    /// <summary>Whether it leaves objects of the namespace out.</summary>
    public bool IsSelective => _labels is not null || _fields is not null;

    /// <summary>Whether an object belongs to the selection.</summary>
    public bool Matches(StoredObject stored) =>
        (_namespace.Length == 0 || stored.Namespace == _namespace)
        && (Name.Length == 0 || stored.Name == Name)
        && (_labels?.Matches(stored.Labels) ?? true)
        && (_fields?.Matches(stored.Field) ?? true);

    /// <summary>The objects of a snapshot that belong to it, in the order of lists, from the one after a key.</summary>
    public IEnumerable<StoredObject> In(StoreSnapshot snapshot, string? after = null) =>
        snapshot.In(_namespace, after).Where(Matches);
}
