namespace PodTools.Commands;

/// <summary>The orders in which pods are listed on demand.</summary>
internal static class PodOrder
{
    /// <summary>Sorts pods; those that are equal in the order stay as they came.</summary>
    /// <param name="key">Name, Namespace, Created, Age, Restarts, State or Node.</param>
    /// <param name="pods">The pods.</param>
    /// <param name="descending">Whether the order is turned round.</param>
    public static IEnumerable<Pod> By(string key, IEnumerable<Pod> pods, bool descending) => key switch
    {
        "Name" => Ordered(pods, pod => pod.Name, StringComparer.Ordinal, descending),
        "Namespace" => Ordered(pods, pod => pod.Namespace, StringComparer.Ordinal, descending),
        "State" => Ordered(pods, pod => pod.State, StringComparer.Ordinal, descending),
        "Node" => Ordered(pods, pod => pod.Node, StringComparer.Ordinal, descending),
        "Restarts" => Ordered(pods, pod => pod.Restarts, Comparer<int>.Default, descending),
        "Created" => Ordered(pods, Created, Comparer<DateTimeOffset?>.Default, descending),
        "Age" => Ordered(pods, Created, Comparer<DateTimeOffset?>.Default, !descending),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "No such order."),
    };

    private static DateTimeOffset? Created(Pod pod) => pod.Metadata?.CreationTimestamp;

    private static IEnumerable<Pod> Ordered<T>(IEnumerable<Pod> pods, Func<Pod, T> by, IComparer<T> comparer, bool descending) =>
        descending ? pods.OrderByDescending(by, comparer) : pods.OrderBy(by, comparer);
}
