namespace PodTools.Kubernetes.Tests;

/// <summary>The few operations on asynchronous sequences that tests need.</summary>
internal static class AsyncSequence
{
    internal static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    internal static async IAsyncEnumerable<TOut> Select<T, TOut>(this IAsyncEnumerable<T> items, Func<T, TOut> convert)
    {
        await foreach (var item in items)
        {
            yield return convert(item);
        }
    }
}
