using System.Text.Json.Nodes;

namespace PodTools.Simulator.Store;

/// <summary>
/// Deletion as the API does it: a pod that runs on a node is marked and waits out its grace period, finalizers hold an
/// object back, and only then it goes.
/// </summary>
internal static class ObjectDeletion
{
    private const long DefaultGraceSeconds = 30;

    /// <summary>
    /// Deletes an object, or starts to. The kubelet's last word on a pod is the same call with a grace of 0.
    /// </summary>
    /// <param name="store">Where the object is.</param>
    /// <param name="target">The object as the caller saw it; only one with this uid is deleted.</param>
    /// <param name="graceSeconds">The grace period asked for; null for the pod's own.</param>
    /// <param name="finalizer">A finalizer to add, for the propagation policies that leave one.</param>
    /// <returns>The object as it was deleted, or as it is now while it waits.</returns>
    public static StoredObject Delete(ObjectStore store, StoredObject target, long? graceSeconds = null, string? finalizer = null)
    {
        if (!target.Type.DeletesGracefully && !target.IsTerminating && finalizer is null && !HasFinalizers(target.ToJson()))
        {
            return store.Remove(target.Type, target.Namespace, target.Name, target.Uid) ?? target;
        }

        // Watchers of a pod see it marked first, however short its grace.
        var marked = store.Mark(target, json => Mark(store, target.Type, json, graceSeconds, finalizer)) ?? target;
        if (IsComplete(marked.ToJson()))
        {
            store.Remove(marked.Type, marked.Namespace, marked.Name, marked.Uid);
        }

        return marked;
    }

    /// <summary>What <see cref="Delete"/> would return, without doing it.</summary>
    public static StoredObject Preview(ObjectStore store, StoredObject target, long? graceSeconds, string? finalizer) => new(
        target.Type, target.Type.DeletesGracefully ? Mark(store, target.Type, target.ToJson(), graceSeconds, finalizer) : target.ToJson(), target.Version);

    /// <summary>Whether nothing holds the object any more: it is being deleted, its grace is over and no finalizer is left.</summary>
    public static bool IsComplete(JsonObject json) =>
        json["metadata"] is JsonObject metadata
        && metadata.ContainsKey("deletionTimestamp")
        && ((long?)metadata["deletionGracePeriodSeconds"] ?? 0) == 0
        && !HasFinalizers(json);

    // Namespaces keep those of the system in their spec.
    private static bool HasFinalizers(JsonObject json) =>
        json["metadata"]!["finalizers"] is JsonArray { Count: > 0 }
        || ((string?)json["kind"] == "Namespace" && json["spec"]?["finalizers"] is JsonArray { Count: > 0 });

    // A pod that no node has, or that has ended, needs no kubelet to say goodbye.
    private static bool WaitsForNode(JsonObject json) =>
        (string?)json["kind"] == "Pod"
        && !string.IsNullOrEmpty((string?)json["spec"]?["nodeName"])
        && (string?)json["status"]?["phase"] is not ("Succeeded" or "Failed");

    private static JsonObject Mark(ObjectStore store, ResourceType type, JsonObject json, long? graceSeconds, string? finalizer)
    {
        var metadata = json["metadata"]!.AsObject();
        var grace = Grace(type, json, graceSeconds);
        var now = (long?)metadata["deletionGracePeriodSeconds"];
        if (type == ResourceTypes.Namespaces)
        {
            metadata["deletionTimestamp"] ??= store.Timestamp();
            json["status"] = new JsonObject { ["phase"] = "Terminating" };
        }
        else if (!metadata.ContainsKey("deletionTimestamp") || grace < now)
        {
            metadata["deletionTimestamp"] = store.Timestamp(TimeSpan.FromSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
        }

        if (finalizer is not null && metadata["finalizers"] is not JsonArray { Count: > 0 })
        {
            metadata["finalizers"] = new JsonArray(finalizer);
        }

        return json;
    }

    private static long Grace(ResourceType type, JsonObject json, long? asked)
    {
        if (!type.DeletesGracefully || !WaitsForNode(json))
        {
            return 0;
        }

        var grace = asked ?? (long?)json["spec"]?["terminationGracePeriodSeconds"] ?? DefaultGraceSeconds;
        return grace < 0 ? 1 : grace;
    }
}
