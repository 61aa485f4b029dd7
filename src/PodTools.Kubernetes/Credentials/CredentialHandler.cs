using System.Net;
using System.Net.Http.Headers;

namespace PodTools.Kubernetes;

/// <summary>Signs each request with the user's credentials, and once more with fresh ones when the server refuses them.</summary>
internal sealed class CredentialHandler(CredentialSource source, Impersonation? impersonation) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        impersonation?.AddTo(request);
        var credential = await request.WithoutCountingAsync(source.GetAsync, cancellationToken).ConfigureAwait(false);
        if (source.TakeWarning() is { } warning)
        {
            request.Description().OnWarning?.Invoke(warning);
        }

        Sign(request, credential);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || await request.WithoutCountingAsync(stop => source.RenewAsync(credential, stop), cancellationToken).ConfigureAwait(false) is not { } fresh)
        {
            return response;
        }

        RequestTrace.Current?.Tell($"The server did not accept the credentials ({(int)response.StatusCode} {response.ReasonPhrase}). The request is sent again with others.");
        response.Dispose();
        Sign(request, fresh);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static void Sign(HttpRequestMessage request, Credential credential)
    {
        request.Headers.Authorization = credential.Token is null ? null : new AuthenticationHeaderValue("Bearer", credential.Token);
        TransportHandler.UseCertificate(request, credential.Certificate);
    }
}
