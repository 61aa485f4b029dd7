using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Controllers;

/// <summary>
/// Deletes what belonged to deleted objects, and lets go of objects that were held back until that was done.
/// </summary>
internal sealed class GarbageCollector(ObjectStore store)
{
    private static readonly string[] Finalizers = ["foregroundDeletion", "orphan"];

    /// <summary>Works until cancelled, on each type by itself.</summary>
    public IEnumerable<Task> Run(CancellationToken stopping) => ResourceTypes.All.Select(type => WatchAsync(type, store.Version, stopping));

    private async Task WatchAsync(ResourceType type, long version, CancellationToken stopping)
    {
        await foreach (var changes in store.WatchAsync(type, version, stopping).ConfigureAwait(false))
        {
            foreach (var change in changes)
            {
                if (change.Type == StoreChangeType.Deleted)
                {
                    DeleteDependents(change.Object);
                }
                else if (change.Object.IsTerminating)
                {
                    Release(change.Object);
                }
            }
        }
    }

    private void Release(StoredObject stored)
    {
        var finalizers = FinalizersOf(stored.ToJson());
        if (!finalizers.Any(Finalizers.Contains))
        {
            return;
        }

        if (finalizers.Contains("foregroundDeletion"))
        {
            DeleteDependents(stored);
        }
        else
        {
            Orphan(stored);
        }

        if (store.Find(stored.Type, stored.Namespace, stored.Name) is { } current && current.Uid == stored.Uid)
        {
            store.Update(stored.Type, stored.Namespace, stored.Name, WithoutFinalizers);
        }
    }

    private void DeleteDependents(StoredObject owner)
    {
        foreach (var dependent in DependentsOf(owner))
        {
            ObjectDeletion.Delete(store, dependent);
        }
    }

    private void Orphan(StoredObject owner)
    {
        foreach (var dependent in DependentsOf(owner))
        {
            store.Update(dependent.Type, dependent.Namespace, dependent.Name, json =>
            {
                var owners = json["metadata"]!["ownerReferences"]!.AsArray();
                owners.Remove(owners.FirstOrDefault(reference => (string?)reference?["uid"] == owner.Uid));
                return json;
            });
        }
    }

    private List<StoredObject> DependentsOf(StoredObject owner) => [.. ResourceTypes.All
        .Where(type => type.Namespaced)
        .SelectMany(type => store.Snapshot(type).In(owner.Namespace))
        .Where(stored => stored.OwnerUids.Contains(owner.Uid))];

    private static JsonObject? WithoutFinalizers(JsonObject json)
    {
        var kept = FinalizersOf(json).Where(finalizer => !Finalizers.Contains(finalizer)).ToList();
        json["metadata"]!.AsObject().Remove("finalizers");
        if (kept.Count > 0)
        {
            json["metadata"]!["finalizers"] = new JsonArray([.. kept.Select(finalizer => JsonValue.Create(finalizer))]);
        }

        return json;
    }

    private static List<string> FinalizersOf(JsonObject json) =>
        [.. (json["metadata"]?["finalizers"] as JsonArray ?? []).Select(finalizer => finalizer?.ToString() ?? "")];
}
