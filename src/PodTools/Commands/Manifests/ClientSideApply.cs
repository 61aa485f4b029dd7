using System.Text.Json.Nodes;
using PodTools.Kubernetes;

namespace PodTools.Commands;

/// <summary>
/// Takes over pods that <c>kubectl apply</c> made on the client's side. What that manager owns becomes ours, with the
/// annotation in which it remembered the manifest; as no manifest of ours names that, the next apply removes it.
/// </summary>
internal static class ClientSideApply
{
    private const string Manager = "kubectl-client-side-apply";
    private const string Apply = "Apply";

    /// <summary>Whether a pod was made like that.</summary>
    /// <param name="pod">The pod; null for none.</param>
    public static bool IsOf(Pod? pod) => pod?.Metadata?.ManagedFields.Any(IsOurs) == true;

    /// <summary>Takes a pod over. Nothing of it but its managers changes.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="pod">The pod as it is; when it has changed since, the server refuses with a conflict.</param>
    /// <param name="manager">Who takes it over.</param>
    /// <param name="stop">Stops waiting.</param>
    public static Task<Pod> TakeOverAsync(PodClient pods, Pod pod, string manager, CancellationToken stop)
    {
        var entries = pod.Metadata!.ManagedFields;
        var left = entries.First(IsOurs);
        var mine = entries.FirstOrDefault(entry => entry.Manager == manager && entry.Operation == Apply && entry.Subresource is null or "");
        var taken = KubernetesJson.ToNode(mine ?? left);
        taken["manager"] = manager;
        taken["operation"] = Apply;
        taken["fieldsV1"] = Union(taken["fieldsV1"] as JsonObject ?? [], left.FieldsV1 as JsonObject ?? []);
        var others = entries.Where(entry => !ReferenceEquals(entry, mine) && !ReferenceEquals(entry, left)).Select(KubernetesJson.ToNode);
        var metadata = new JsonObject
        {
            ["resourceVersion"] = pod.Metadata.ResourceVersion,
            ["managedFields"] = new JsonArray([.. others, taken]),
        };
        return pods.PatchAsync(pod.Namespace!, pod.Name!, PatchType.Merge, new JsonObject { ["metadata"] = metadata }, new WriteOptions { FieldManager = manager }, cancellationToken: stop);
    }

    private static bool IsOurs(ManagedFieldsEntry entry) => entry is { Manager: Manager, Operation: "Update" };

    private static JsonObject Union(JsonObject one, JsonObject other)
    {
        var union = (JsonObject)one.DeepClone();
        foreach (var (field, below) in other)
        {
            union[field] = Union(union[field] as JsonObject ?? [], below as JsonObject ?? []);
        }

        return union;
    }
}
