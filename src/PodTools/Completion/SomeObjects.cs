using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>The objects that completion looks at: one page at most, since a Tab is not worth the listing of a large cluster.</summary>
internal static class SomeObjects
{
    /// <summary>Asks for a page of objects, and of those only what names them.</summary>
    public static PodQuery Named { get; } = new() { Most = 500, MetadataOnly = true };

    /// <summary>Finds pods of the namespace and context that a command names.</summary>
    /// <param name="request">The parameters.</param>
    /// <param name="query">Which pods, and how many.</param>
    /// <param name="stop">Stops the listing.</param>
    public static Task<IReadOnlyList<Pod>> PodsAsync(CompletionRequest request, PodQuery query, CancellationToken stop)
    {
        var cluster = request.OpenCluster();
        return AllAsync(new PodClient(cluster.Connection).ListAsync(request.NamespaceIn(cluster), query, stop));
    }

    /// <summary>Takes what comes.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="objects">The objects.</param>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(IAsyncEnumerable<T> objects)
    {
        var found = new List<T>();
        await foreach (var each in objects.ConfigureAwait(false))
        {
            found.Add(each);
        }

        return found;
    }
}
