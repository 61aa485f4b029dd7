using System.Collections.Immutable;

namespace PodTools.Simulator.Store;

/// <summary>All objects of one type as they were at one resource version. Taking one costs nothing.</summary>
internal sealed class StoreSnapshot(long version, ImmutableSortedSet<StoredObject> objects)
{
    /// <summary>The resource version of the store when the snapshot was taken.</summary>
    public long Version { get; } = version;

    /// <summary>The number of objects in all namespaces.</summary>
    public int Count => objects.Count;

    /// <summary>The objects of a namespace (of all when empty) in the order of lists, from the one after <paramref name="after"/>.</summary>
    public IEnumerable<StoredObject> In(string @namespace, string? after = null)
    {
        // '0' follows '/' in the order of keys, so these two enclose all keys "namespace/...".
        var end = @namespace.Length == 0 ? objects.Count : IndexOf(@namespace + "0");
        var start = after is not null ? IndexOf(after + "\0") : @namespace.Length == 0 ? 0 : IndexOf(@namespace + "/");
        for (var i = start; i < end; i++)
        {
            yield return objects[i];
        }
    }

    private int IndexOf(string key)
    {
        var index = objects.IndexOf(StoredObject.Probe(key));
        return index < 0 ? ~index : index;
    }
}
