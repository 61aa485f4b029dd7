using System.Text.Json.Nodes;
using PodTools.Kubernetes;

namespace PodTools.Commands;

/// <summary>
/// Takes over pods that <c>kubectl apply</c> made on the client's side. What those managers own becomes ours, with the
/// annotation in which they remembered the manifest; as no manifest of ours names that, the next apply removes it.
/// </summary>
internal static class ClientSideApply
{
    private const string UsualManager = "kubectl-client-side-apply";
    private const string LastApplied = "f:kubectl.kubernetes.io/last-applied-configuration";
    private const string Apply = "Apply";
    private static readonly string[] Maps = ["labels", "annotations"];

    /// <summary>Who made a pod like that.</summary>
    /// <param name="pod">The pod; null for none.</param>
    /// <returns>The names of the managers; none for a pod that was made otherwise.</returns>
    public static IReadOnlyList<string> ManagersOf(Pod? pod) =>
        [.. (pod?.Metadata?.ManagedFields ?? []).Where(IsLeft).Select(entry => entry.Manager!)];

    /// <summary>Takes a pod over, if it was made like that. Nothing of it but its managers changes.</summary>
    /// <param name="pods">The pods of its cluster.</param>
    /// <param name="pod">The pod as it was read.</param>
    /// <param name="manager">Who takes it over.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The pod as it then is.</returns>
    public static Task<Pod> TakeOverAsync(PodClient pods, Pod pod, string manager, CancellationToken stop)
    {
        return PodRevision.ChangeAsync(pods, pod, RewriteAsync, stop);

        Task<Pod> RewriteAsync(Pod now) => ManagersOf(now).Count == 0 ? Task.FromResult(now) : pods.PatchAsync(
            now.Namespace!,
            now.Name!,
            PatchType.Merge,
            new JsonObject { ["metadata"] = TakenOver(now.Metadata!, manager) },
            new WriteOptions { FieldManager = manager },
            cancellationToken: stop);
    }

    /// <summary>
    /// What declaring a pod would leave of its labels and annotations once it is taken over, which a server that only tries
    /// the declaration does not know.
    /// </summary>
    /// <param name="tried">The pod as the server made it when it tried.</param>
    public static JsonObject Foretell(Pod tried)
    {
        var tree = KubernetesJson.ToNode(tried);
        var entries = tried.Metadata!.ManagedFields;
        foreach (var map in Maps)
        {
            var kept = entries.Where(entry => !IsLeft(entry)).SelectMany(entry => KeysOf(entry, map)).ToHashSet(StringComparer.Ordinal);
            foreach (var key in entries.Where(IsLeft).SelectMany(entry => KeysOf(entry, map)).Where(key => !kept.Contains(key)))
            {
                tree["metadata"]?[map]?.AsObject().Remove(key);
            }
        }

        return tree;
    }

    private static JsonObject TakenOver(ObjectMeta metadata, string manager)
    {
        var left = metadata.ManagedFields.Where(IsLeft).ToList();
        var mine = metadata.ManagedFields.FirstOrDefault(entry => entry.Manager == manager && entry.Operation == Apply && entry.Subresource is null or "");
        var taken = KubernetesJson.ToNode(mine ?? left[0]);
        taken["manager"] = manager;
        taken["operation"] = Apply;
        taken["fieldsV1"] = left.Aggregate(FieldsOf(mine), (fields, entry) => Union(fields, FieldsOf(entry)));
        var others = metadata.ManagedFields.Where(entry => !ReferenceEquals(entry, mine) && !left.Contains(entry)).Select(KubernetesJson.ToNode);
        return new JsonObject
        {
            ["uid"] = metadata.Uid,
            ["resourceVersion"] = metadata.ResourceVersion,
            ["managedFields"] = new JsonArray([.. others, taken]),
        };
    }

    /// <summary>Whoever wrote the annotation has applied on the client's side, whatever name was given to kubectl.</summary>
    private static bool IsLeft(ManagedFieldsEntry entry) => entry is { Operation: "Update", Subresource: null or "" }
        && (entry.Manager == UsualManager || entry.FieldsV1?["f:metadata"]?["f:annotations"]?[LastApplied] is not null);

    private static IEnumerable<string> KeysOf(ManagedFieldsEntry entry, string map) =>
        (entry.FieldsV1?["f:metadata"]?[$"f:{map}"] as JsonObject ?? []).Where(field => field.Key != ".").Select(field => field.Key["f:".Length..]);

    private static JsonObject FieldsOf(ManagedFieldsEntry? entry) => entry?.FieldsV1 as JsonObject ?? [];

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
