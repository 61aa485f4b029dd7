namespace PodTools.Kubernetes;

/// <summary>
/// Turns every failure into a <see cref="KubernetesException"/>: answers that are no success, connections that cannot be
/// made or that break. It is the outermost handler, so nothing above it sees another exception but a cancellation.
/// </summary>
internal sealed class ErrorHandler(ClusterAccess access, ConnectionOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || (request.IsUpgrade() && response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols))
            {
                return response;
            }

            using (response)
            {
                throw await ErrorAnswer.ReadAsync(response, access, options, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException e)
        {
            throw ConnectionFailure.Explain(e, request.Description(), access);
        }
        catch (IOException e)
        {
            throw ConnectionFailure.Lost(request.Description(), access.Server, e);
        }
    }
}
