using System.Text.Json.Nodes;
using PodTools.Simulator.Api;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node;

/// <summary>Writes to pods that may be gone, or replaced by others of the same name, by the time of the write.</summary>
internal static class PodWrites
{
    /// <summary>Changes a pod; null when it is gone.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="pod">The pod as it was seen; only one with this uid is changed.</param>
    /// <param name="change">As in <see cref="ObjectStore.Update"/>.</param>
    public static StoredObject? Update(ObjectStore store, PodObject pod, Func<JsonObject, JsonObject?> change)
    {
        try
        {
            return store.Update(
                ResourceTypes.Pods, pod.Namespace, pod.Name, json => (string?)json["metadata"]!["uid"] == pod.Uid ? change(json) : null);
        }
        catch (ApiException gone) when (gone.Code == 404)
        {
            return null;
        }
    }
}
