using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>
/// A set of fields as a tree, in the form of <c>fieldsV1</c>: <c>f:name</c> for a field, <c>k:{...}</c> for a list element
/// by its keys, <c>v:...</c> for one by its value, and <c>.</c> where the place itself is in the set and not only what is below it.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether this place itself is in the set.</summary>
    public bool IsMember { get; set; }

    /// <summary>What is below, by the step that leads there.</summary>
    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public bool IsEmpty => !IsMember && _children.Count == 0;

    /// <summary>The place one step below; it is made where it is not there.</summary>
    public FieldSet At(string step)
    {
        if (!_children.TryGetValue(step, out var child))
        {
            _children[step] = child = new FieldSet();
        }

        return child;
    }

    /// <summary>Makes this place what another is.</summary>
    public void Take(FieldSet other)
    {
        IsMember = other.IsMember;
        foreach (var (step, child) in other._children)
        {
            _children[step] = child;
        }
    }

    /// <summary>The place at the end of a path, or null.</summary>
    public FieldSet? Find(IEnumerable<string> path)
    {
        var place = this;
        foreach (var step in path)
        {
            if (!place._children.TryGetValue(step, out place))
            {
                return null;
            }
        }

        return place;
    }

    /// <summary>Takes a whole branch out.</summary>
    public void Remove(params ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            _children.Remove(path[0]);
        }
        else if (_children.TryGetValue(path[0], out var child))
        {
            child.Remove(path[1..]);
            if (child.IsEmpty)
            {
                _children.Remove(path[0]);
            }
        }
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (mine, theirs) => mine || theirs);

    public FieldSet Except(FieldSet other) => Combine(this, other, (mine, theirs) => mine && !theirs);

    public FieldSet Intersect(FieldSet other) => Combine(this, other, (mine, theirs) => mine && theirs);

    /// <summary>The paths of all members.</summary>
    public IEnumerable<IReadOnlyList<string>> Members()
    {
        foreach (var (step, child) in _children)
        {
            if (child.IsMember)
            {
                yield return [step];
            }

            foreach (var path in child.Members())
            {
                yield return [step, .. path];
            }
        }
    }

    /// <summary>The set as <c>fieldsV1</c> has it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && _children.Count > 0)
        {
            json["."] = new JsonObject();
        }

        foreach (var (step, child) in _children)
        {
            json[step] = child.ToJson();
        }

        return json;
    }

    /// <summary>Reads <c>fieldsV1</c>.</summary>
    public static FieldSet FromJson(JsonObject json)
    {
        var set = new FieldSet { IsMember = json.Count == 0 || json.ContainsKey(".") };
        foreach (var (step, child) in json.Where(member => member.Key != "."))
        {
            set._children[step] = FromJson(child as JsonObject ?? []);
        }

        return set;
    }

    private static FieldSet Combine(FieldSet mine, FieldSet theirs, Func<bool, bool, bool> keep)
    {
        var result = new FieldSet { IsMember = keep(mine.IsMember, theirs.IsMember) };
        foreach (var step in mine._children.Keys.Union(theirs._children.Keys))
        {
            var child = Combine(mine._children.GetValueOrDefault(step) ?? new FieldSet(), theirs._children.GetValueOrDefault(step) ?? new FieldSet(), keep);
            if (!child.IsEmpty)
            {
                result._children[step] = child;
            }
        }

        return result;
    }
}
