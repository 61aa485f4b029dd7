using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Controllers;

/// <summary>Gives new namespaces what pods in them need, and empties namespaces that are being deleted.</summary>
internal sealed class NamespaceController(ObjectStore store, string authority)
{
    private static readonly ResourceType[] Contents = [.. ResourceTypes.All.Where(type => type.Namespaced)];

    /// <summary>Makes the namespaces that every cluster has.</summary>
    public void CreateInitial()
    {
        foreach (var name in (string[])["default", "kube-node-lease", "kube-public", "kube-system"])
        {
            Ensure(name);
        }
    }

    /// <summary>Makes a namespace that is not there yet, and gives it what it lacks of the usual.</summary>
    public void Ensure(string name)
    {
        if (store.Find(ResourceTypes.Namespaces, "", name) is null)
        {
            store.Create(ResourceTypes.Namespaces, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
                ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
                ["status"] = new JsonObject { ["phase"] = "Active" },
            });
        }

        Furnish(name);
    }

    /// <summary>The default service account and the authority's certificate, for a new namespace.</summary>
    public void Furnish(string @namespace)
    {
        Ensure(ResourceTypes.ServiceAccounts, @namespace, "default", []);
        Ensure(ResourceTypes.ConfigMaps, @namespace, "kube-root-ca.crt", new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = authority } });
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var cleaning = new List<Task>();
        await foreach (var changes in store.WatchAsync(ResourceTypes.Namespaces, store.Version, stopping).ConfigureAwait(false))
        {
            cleaning.RemoveAll(task => task.IsCompleted);
            foreach (var change in changes.Where(change => change.Type != StoreChangeType.Deleted))
            {
                if (change.Object.IsTerminating && change.Previous is { IsTerminating: false })
                {
                    cleaning.Add(EmptyAsync(change.Object, stopping));
                }
            }
        }
    }

    private async Task EmptyAsync(StoredObject space, CancellationToken stopping)
    {
        foreach (var type in Contents)
        {
            foreach (var stored in store.Snapshot(type).In(space.Name))
            {
                ObjectDeletion.Delete(store, stored);
            }
        }

        // Pods take their grace period, and whatever has finalizers waits for who put them there.
        foreach (var type in Contents)
        {
            await GoneAsync(type, space.Name, stopping).ConfigureAwait(false);
        }

        store.Remove(ResourceTypes.Namespaces, "", space.Name, space.Uid);
    }

    private async Task GoneAsync(ResourceType type, string @namespace, CancellationToken stopping)
    {
        var snapshot = store.Snapshot(type);
        if (!snapshot.In(@namespace).Any())
        {
            return;
        }

        await foreach (var _ in store.WatchAsync(type, snapshot.Version, stopping).ConfigureAwait(false))
        {
            if (!store.Snapshot(type).In(@namespace).Any())
            {
                return;
            }
        }
    }

    private void Ensure(ResourceType type, string @namespace, string name, JsonObject content)
    {
        if (store.Find(type, @namespace, name) is null)
        {
            content["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace };
            store.Create(type, content);
        }
    }
}
