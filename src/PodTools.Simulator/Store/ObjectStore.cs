using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api;

namespace PodTools.Simulator.Store;

/// <summary>
/// Every object of the cluster, each write stamped with the next number of one counter, as etcd does. The API and the
/// node both write through it; nobody else keeps state that a client could see.
/// </summary>
internal sealed class ObjectStore(TimeProvider clock)
{
    // Enough for a client that lists 50,000 pods page by page while they change, and bounded.
    private const int HistoryLimit = 100_000;

    private readonly object _gate = new();
    private readonly Dictionary<ResourceType, ResourceTable> _tables =
        ResourceTypes.All.ToDictionary(type => type, _ => new ResourceTable());

    private long _version = 1;

    /// <summary>The clock of timestamps in objects.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>The resource version of the last write.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>The time now as the API writes it: UTC, whole seconds.</summary>
    public string Timestamp(TimeSpan offset = default) =>
        (Clock.GetUtcNow() + offset).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The object, or null where there is none of that name.</summary>
    public StoredObject? Find(ResourceType type, string @namespace, string name)
    {
        lock (_gate)
        {
            return _tables[type].Find(StoredObject.KeyOf(@namespace, name));
        }
    }

    /// <summary>The object.</summary>
    /// <exception cref="ApiException">404 NotFound.</exception>
    public StoredObject Get(ResourceType type, string @namespace, string name) =>
        Find(type, @namespace, name) ?? throw ApiException.NotFound(type, name);

    /// <summary>All objects of a type at this moment.</summary>
    public StoreSnapshot Snapshot(ResourceType type)
    {
        lock (_gate)
        {
            return new StoreSnapshot(_version, _tables[type].Objects);
        }
    }

    /// <summary>All objects of a type at an earlier version, or null when its history is forgotten.</summary>
    public StoreSnapshot? SnapshotAt(ResourceType type, long version)
    {
        lock (_gate)
        {
            var table = _tables[type];
            return table.Remembers(version) ? new StoreSnapshot(version, table.ObjectsAt(version)) : null;
        }
    }

    /// <summary>
    /// Adds an object. The name and, where the type has one, the namespace must be set; uid and creationTimestamp are
    /// filled in, the resource version is stamped. <paramref name="json"/> belongs to the store afterwards.
    /// </summary>
    /// <exception cref="ApiException">409 AlreadyExists.</exception>
    public StoredObject Create(ResourceType type, JsonObject json)
    {
        var metadata = json["metadata"]!.AsObject();
        metadata["uid"] ??= Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= Timestamp();
        var key = StoredObject.KeyOf((string?)metadata["namespace"] ?? "", (string)metadata["name"]!);
        lock (_gate)
        {
            if (_tables[type].Find(key) is { } existing)
            {
                throw ApiException.AlreadyExists(type, existing.Name);
            }

            return Commit(StoreChangeType.Added, new StoredObject(type, json, _version + 1), null);
        }
    }

    /// <summary>
    /// Changes an object: <paramref name="change"/> gets a tree of its own and returns what is to be stored, or null to
    /// leave all as it is. When somebody else was faster it is called again with the newer object. A result that equals
    /// the current object writes nothing. An object that is being deleted and has neither a grace period nor a
    /// finalizer left goes away with this write.
    /// </summary>
    /// <exception cref="ApiException">404 NotFound.</exception>
    public StoredObject Update(ResourceType type, string @namespace, string name, Func<JsonObject, JsonObject?> change)
    {
        while (true)
        {
            var current = Get(type, @namespace, name);
            var updated = change(current.ToJson());
            if (updated is null || JsonNode.DeepEquals(updated, current.ToJson()))
            {
                return current;
            }

            if (TryReplace(current, updated, completes: true) is { } stored)
            {
                return stored;
            }
        }
    }

    /// <summary>
    /// Changes an object on its way out: it stays even when nothing holds it any more. Null when the object is gone or
    /// another has its name.
    /// </summary>
    public StoredObject? Mark(StoredObject target, Func<JsonObject, JsonObject> change)
    {
        while (Find(target.Type, target.Namespace, target.Name) is { } current && current.Uid == target.Uid)
        {
            var updated = change(current.ToJson());
            if (JsonNode.DeepEquals(updated, current.ToJson()))
            {
                return current;
            }

            if (TryReplace(current, updated, completes: false) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    /// <summary>
    /// Takes an object out, whatever its finalizers say, and returns it at the version of the deletion; null when it was
    /// gone. With a uid, only an object with this uid is taken.
    /// </summary>
    public StoredObject? Remove(ResourceType type, string @namespace, string name, string? uid = null)
    {
        lock (_gate)
        {
            var current = _tables[type].Find(StoredObject.KeyOf(@namespace, name));
            return current is null || (uid is not null && uid != current.Uid) ? null : Remove(current, current.ToJson());
        }
    }

    /// <summary>
    /// The changes of a type after a version, as they come, until cancelled. Batches keep the order; none is empty.
    /// </summary>
    /// <exception cref="ApiException">410 Expired, when the changes after <paramref name="version"/> are forgotten.</exception>
    public async IAsyncEnumerable<IReadOnlyList<StoreChange>> WatchAsync(
        ResourceType type, long version, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RequireRemembered(type, version);
        while (true)
        {
            var (changes, changed) = ChangesAfter(type, version);
            if (changes.Count == 0)
            {
                await changed.WaitAsync(cancellation).ConfigureAwait(false);
                continue;
            }

            version = changes[^1].Version;
            yield return changes;
        }
    }

    /// <summary>
    /// How far a watch of a type has come that has seen its changes up to a version: to now, when none has come since.
    /// </summary>
    public long VersionSeenBy(ResourceType type, long version)
    {
        lock (_gate)
        {
            return _tables[type].ChangesAfter(version).Count == 0 ? Math.Max(version, _version) : version;
        }
    }

    /// <summary>
    /// Forgets all history up to now, as etcd's compaction does: watches and continue tokens that begin further back get
    /// 410. Watches that are open go on.
    /// </summary>
    public void Compact()
    {
        lock (_gate)
        {
            foreach (var table in _tables.Values)
            {
                table.Compact(_version);
            }
        }
    }

    /// <summary>The changes of a type after a version, and a task that completes when there are more.</summary>
    /// <exception cref="ApiException">410 Expired, when some of them are forgotten.</exception>
    public (IReadOnlyList<StoreChange> Changes, Task Changed) ChangesAfter(ResourceType type, long version)
    {
        lock (_gate)
        {
            var table = _tables[type];
            return table.HasAllSince(version)
                ? (table.ChangesAfter(version), table.Changed)
                : throw TooOld(version);
        }
    }

    /// <summary>
    /// Refuses to begin a watch before the history. One that is open already loses nothing by a compaction.
    /// </summary>
    /// <exception cref="ApiException">410 Expired.</exception>
    public void RequireRemembered(ResourceType type, long version)
    {
        lock (_gate)
        {
            if (!_tables[type].Remembers(version))
            {
                throw TooOld(version);
            }
        }
    }

    private ApiException TooOld(long version) => ApiException.Expired($"too old resource version: {version} ({_version})");

    private StoredObject? TryReplace(StoredObject current, JsonObject updated, bool completes)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_tables[current.Type].Find(current.Key), current))
            {
                return null;
            }

            return completes && ObjectDeletion.IsComplete(updated)
                ? Remove(current, updated)
                : Commit(StoreChangeType.Modified, new StoredObject(current.Type, updated, _version + 1), current);
        }
    }

    private StoredObject Remove(StoredObject current, JsonObject last) =>
        Commit(StoreChangeType.Deleted, new StoredObject(current.Type, last, _version + 1), current);

    private StoredObject Commit(StoreChangeType type, StoredObject stored, StoredObject? previous)
    {
        _tables[stored.Type].Commit(new StoreChange(type, stored, previous), HistoryLimit);
        _version = stored.Version;
        return stored;
    }
}
