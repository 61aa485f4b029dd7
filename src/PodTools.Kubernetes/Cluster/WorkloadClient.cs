using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// Finds the pods of what runs them, such as a deployment, by walking the owner references. All methods throw a
/// <see cref="KubernetesException"/> when the server refuses or cannot be reached.
/// </summary>
/// <param name="pods">The pods of the cluster.</param>
public sealed class WorkloadClient(PodClient pods)
{
    /// <summary>Lists the pods that a workload owns, directly or through replica sets or jobs.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="query">Further selectors; null for none.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The pods, as they arrive; reason <c>NotFound</c> when there is no such workload.</returns>
    public async IAsyncEnumerable<Pod> ListPodsAsync(
        string ns, WorkloadReference workload, PodQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workload);
        var owners = await OwnersAsync(ns, workload, cancellationToken).ConfigureAwait(false);
        await foreach (var pod in pods.ListAsync(ns, query, cancellationToken).ConfigureAwait(false))
        {
            if (IsOwned(pod.Metadata, owners))
            {
                yield return pod;
            }
        }
    }

    /// <summary>The uids of the objects that own the pods: the workload itself, and what it owns in between.</summary>
    private async Task<HashSet<string>> OwnersAsync(string ns, WorkloadReference workload, CancellationToken cancellationToken)
    {
        var request = pods.Request(HttpMethod.Get, workload.Path(ns));
        var owner = MetadataOf(await pods.Connection.ReadNodeAsync(request, cancellationToken).ConfigureAwait(false));
        HashSet<string> owners = [owner.Uid ?? ""];
        if (workload.PathBetween(ns) is { } between)
        {
            var list = await pods.Connection.ReadNodeAsync(pods.Request(HttpMethod.Get, between), cancellationToken).ConfigureAwait(false);
            var items = list["items"]?.AsArray().OfType<JsonObject>().Select(MetadataOf) ?? [];
            owners.UnionWith(items.Where(m => IsOwned(m, owners)).Select(m => m.Uid!).ToList());
        }

        return owners;
    }

    private static ObjectMeta MetadataOf(JsonObject item) => KubernetesJson.Deserialize<ObjectMeta>(item["metadata"] ?? new JsonObject());

    private static bool IsOwned(ObjectMeta? metadata, HashSet<string> owners) =>
        metadata?.OwnerReferences.Any(o => o.Uid is not null && owners.Contains(o.Uid)) ?? false;
}
