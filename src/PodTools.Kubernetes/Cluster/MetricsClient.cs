using System.Net;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>What pods use right now, from the metrics API (<c>metrics.k8s.io</c>), which a cluster need not have.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class MetricsClient(KubernetesConnection connection)
{
    // The newer version first; most metrics servers still serve only the older one.
    private static readonly string[] Versions = ["v1", "v1beta1"];

    /// <summary>Lists what the pods use.</summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="query">Which pods; the metrics API knows label selectors. Null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The usage of each pod that has been measured so far.</returns>
    /// <exception cref="KubernetesException">The cluster has no metrics API (<c>NotFound</c>), refused, or cannot be reached.</exception>
    public async Task<IReadOnlyList<PodUsage>> ListAsync(string? ns, PodQuery? query = null, CancellationToken cancellationToken = default)
    {
        foreach (var version in Versions)
        {
            try
            {
                var request = (query ?? PodQuery.Everything).AddTo(new(HttpMethod.Get, PathOf(version, ns)));
                var list = await connection.ReadNodeAsync(request, cancellationToken).ConfigureAwait(false);
                return [.. list["items"]?.AsArray().OfType<JsonObject>().Select(PodUsage.Read) ?? []];
            }
            catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                // Then the next version, and after the last one the error below.
            }
        }

        throw new KubernetesException(
            new Status
            {
                Result = "Failure",
                Reason = "NotFound",
                Code = 404,
                Message = $"The cluster of context \"{connection.Context}\" has no metrics API (metrics.k8s.io). Install metrics-server there to see what pods use.",
            },
            HttpStatusCode.NotFound);
    }

    private static string PathOf(string version, string? ns) => ns is null
        ? ApiRequest.Segments("apis", "metrics.k8s.io", version, "pods")
        : ApiRequest.Segments("apis", "metrics.k8s.io", version, "namespaces", ns, "pods");
}
