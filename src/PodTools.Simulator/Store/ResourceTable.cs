using System.Collections.Immutable;

namespace PodTools.Simulator.Store;

/// <summary>
/// The objects of one type and the recent history of changes to them. Watches read the history by position instead of
/// each having a queue, so a thousand of them cost no memory and a slow one holds nobody up. Guarded by the store's lock.
/// </summary>
internal sealed class ResourceTable
{
    private static readonly IComparer<StoredObject> ByKey =
        Comparer<StoredObject>.Create((x, y) => string.CompareOrdinal(x.Key, y.Key));

    private readonly List<StoreChange> _history = [];
    private long _compacted;
    private long _lastDropped;
    private TaskCompletionSource _changed = NewSignal();

    public ImmutableSortedSet<StoredObject> Objects { get; private set; } = ImmutableSortedSet.Create(ByKey);

    /// <summary>Completes at the next change.</summary>
    public Task Changed => _changed.Task;

    public StoredObject? Find(string key) =>
        Objects.TryGetValue(StoredObject.Probe(key), out var found) ? found : null;

    public void Commit(StoreChange change, int historyLimit)
    {
        var rest = change.Previous is null ? Objects : Objects.Remove(change.Previous);
        Objects = change.Type == StoreChangeType.Deleted ? rest : rest.Add(change.Object);
        _history.Add(change);
        if (_history.Count > historyLimit)
        {
            DropOlderHalf();
        }

        Signal();
    }

    /// <summary>
    /// Counts the history up to and including a version as gone: who asks for older changes is told so. It is kept a
    /// while all the same, for open watches that have not come so far.
    /// </summary>
    public void Compact(long version) => _compacted = Math.Max(_compacted, version);

    /// <summary>Whether every change after <paramref name="version"/> is still known.</summary>
    public bool Remembers(long version) => version >= _compacted;

    /// <summary>Whether a watch that has seen everything up to <paramref name="version"/> has missed nothing since.</summary>
    public bool HasAllSince(long version) => version >= _lastDropped;

    /// <summary>The changes after a version, oldest first.</summary>
    public IReadOnlyList<StoreChange> ChangesAfter(long version)
    {
        var start = FirstAfter(version);
        return start == _history.Count ? [] : _history.GetRange(start, _history.Count - start);
    }

    /// <summary>The objects as they were at an earlier version that is still remembered.</summary>
    public ImmutableSortedSet<StoredObject> ObjectsAt(long version)
    {
        var objects = Objects.ToBuilder();
        for (var i = _history.Count - 1; i >= 0 && _history[i].Version > version; i--)
        {
            objects.Remove(_history[i].Object);
            if (_history[i].Previous is { } previous)
            {
                objects.Add(previous);
            }
        }

        return objects.ToImmutable();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void DropOlderHalf()
    {
        var half = _history.Count / 2;
        _lastDropped = _history[half - 1].Version;
        _history.RemoveRange(0, half);
        Compact(_lastDropped);
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private int FirstAfter(long version)
    {
        var (low, high) = (0, _history.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _history[middle].Version > version ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
