using System.Text.Json.Nodes;
using PodTools.Simulator.Controllers;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Snapshots;

/// <summary>Objects of another cluster, put into a simulated one as they stood there: with their uids, times and states.</summary>
internal static class ClusterSnapshot
{
    /// <summary>Puts the objects in. What the store has under the same name already is replaced; namespaces that only objects name are made.</summary>
    /// <param name="objects">The objects as an API server wrote them. Kinds that the simulator does not serve are left out.</param>
    /// <param name="store">Where they go.</param>
    /// <param name="namespaces">Gives their namespaces what every namespace has.</param>
    /// <exception cref="ArgumentException">An object has no name, or a pod no state.</exception>
    public static void Restore(IReadOnlyList<JsonObject> objects, ObjectStore store, NamespaceController namespaces)
    {
        var known = objects.Select(json => (Type: TypeOf(json), Json: json)).Where(each => each.Type is not null).ToList();
        foreach (var (type, json) in known)
        {
            Require(type!, json);
        }

        foreach (var (type, json) in known)
        {
            Put(store, type!, json.DeepClone().AsObject());
        }

        foreach (var name in known.Select(each => NamespaceOf(each.Type!, each.Json)).Where(name => name.Length > 0).Distinct())
        {
            namespaces.Ensure(name);
        }
    }

    /// <summary>The kind of an object; null when the simulator does not serve it.</summary>
    /// <param name="json">The object.</param>
    public static ResourceType? TypeOf(JsonObject json) => ResourceTypes.All.FirstOrDefault(
        type => type.Kind == json["kind"]?.ToString() && type.ApiVersion == json["apiVersion"]?.ToString());

    private static string NamespaceOf(ResourceType type, JsonObject json) => type switch
    {
        { Namespaced: true } => (string?)json["metadata"]!["namespace"] ?? "default",
        _ when type == ResourceTypes.Namespaces => (string)json["metadata"]!["name"]!,
        _ => "",
    };

    private static void Require(ResourceType type, JsonObject json)
    {
        if (json["metadata"] is not JsonObject metadata || string.IsNullOrEmpty((string?)metadata["name"]))
        {
            throw new ArgumentException($"The snapshot holds a {type.Kind} without a name.");
        }

        if (type == ResourceTypes.Pods && string.IsNullOrEmpty((string?)json["status"]?["phase"]))
        {
            throw new ArgumentException(
                $"The pod '{metadata["name"]}' of the snapshot has no state. A snapshot is what a cluster answered; pods that are still to be made are a matter of New-Pod.");
        }
    }

    private static void Put(ObjectStore store, ResourceType type, JsonObject json)
    {
        var metadata = json["metadata"]!.AsObject();
        var name = (string)metadata["name"]!;
        var space = type.Namespaced ? NamespaceOf(type, json) : "";
        if (type.Namespaced)
        {
            metadata["namespace"] = space;
        }

        if (store.Find(type, space, name) is { } present)
        {
            metadata["uid"] ??= present.Uid;
            metadata["creationTimestamp"] ??= store.Timestamp();
            store.Update(type, space, name, _ => json);
        }
        else
        {
            store.Create(type, json);
        }
    }
}
