namespace PodTools.Kubernetes;

/// <summary>What the handlers know about a message: the <see cref="ApiRequest"/> that it was made of, and how long that may take.</summary>
internal static class RequestTraits
{
    private static readonly HttpRequestOptionsKey<ApiRequest> Key = new("podtools.request");

    private static readonly HttpRequestOptionsKey<RequestBudget> BudgetKey = new("podtools.budget");

    internal static void Describe(this HttpRequestMessage message, ApiRequest request, RequestBudget budget)
    {
        message.Options.Set(Key, request);
        message.Options.Set(BudgetKey, budget);
    }

    /// <summary>Whether the request may still be sent again after a pause.</summary>
    internal static bool HasTimeFor(this HttpRequestMessage message, TimeSpan pause) =>
        !message.Options.TryGetValue(BudgetKey, out var budget) || budget.Allows(pause);

    /// <summary>Does something whose time does not count as that of the request.</summary>
    internal static ValueTask<T> WithoutCountingAsync<T>(this HttpRequestMessage message, Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        message.Options.TryGetValue(BudgetKey, out var budget) ? budget.WithoutCountingAsync(work) : work(cancellationToken);

    internal static ApiRequest Description(this HttpRequestMessage message) => message.Options.TryGetValue(Key, out var request)
        ? request
        : throw new InvalidOperationException("Only requests described by an ApiRequest are sent to a cluster.");

    internal static bool IsRepeatable(this HttpRequestMessage message) => message.Description().Repeatable;

    internal static bool IsUpgrade(this HttpRequestMessage message) => message.Headers.Upgrade.Count > 0;
}
