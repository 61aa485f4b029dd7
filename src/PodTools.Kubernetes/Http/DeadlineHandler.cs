namespace PodTools.Kubernetes;

/// <summary>
/// Limits how long the head of an answer may take. It sits next to the transport, so that pauses between repetitions and
/// the time that a credential plugin needs do not count.
/// </summary>
internal sealed class DeadlineHandler(ConnectionOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var limit = request.Description().Timeout ?? options.ResponseTimeout;
        using var deadline = new CancellationTokenSource(limit, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw deadline.IsCancellationRequested
                ? Late($"did not answer {request.Method} {request.RequestUri!.AbsolutePath} within {limit.TotalSeconds:0.#} seconds", e, request.Description().Doubt)
                : Late($"could not be connected to within {options.ConnectTimeout.TotalSeconds:0.#} seconds", e);
        }

        KubernetesException Late(string what, Exception cause, string doubt = "") => new(
            KubernetesReason.Timeout,
            $"The server {request.RequestUri!.GetLeftPart(UriPartial.Authority)} {what}. Check the address, the network and any proxy or VPN.{doubt}",
            cause);
    }
}
