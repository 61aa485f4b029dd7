namespace PodTools.Completion;

/// <summary>The pods that completion looks at: one page at most, since a Tab is not worth the listing of a large cluster.</summary>
internal static class SomePods
{
    private const int Most = 500;

    /// <summary>Finds pods of the namespace and context that a command names.</summary>
    /// <param name="request">The parameters.</param>
    /// <param name="stop">Stops the listing.</param>
    public static async Task<IReadOnlyList<Pod>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var cluster = request.OpenCluster();
        var found = new List<Pod>();
        await foreach (var pod in new Kubernetes.PodClient(cluster.Connection).ListAsync(request.NamespaceIn(cluster), null, stop).ConfigureAwait(false))
        {
            found.Add(pod);
            if (found.Count == Most)
            {
                break;
            }
        }

        return found;
    }
}
