namespace PodTools.Kubernetes;

/// <summary>What the handlers know about a message: the <see cref="ApiRequest"/> that it was made of.</summary>
internal static class RequestTraits
{
    private static readonly HttpRequestOptionsKey<ApiRequest> Key = new("podtools.request");

    internal static void Describe(this HttpRequestMessage message, ApiRequest request) => message.Options.Set(Key, request);

    internal static ApiRequest Description(this HttpRequestMessage message) => message.Options.TryGetValue(Key, out var request)
        ? request
        : throw new InvalidOperationException("Only requests described by an ApiRequest are sent to a cluster.");

    internal static bool IsRepeatable(this HttpRequestMessage message) => message.Description().Repeatable;

    internal static bool IsUpgrade(this HttpRequestMessage message) => message.Headers.Upgrade.Count > 0;
}
