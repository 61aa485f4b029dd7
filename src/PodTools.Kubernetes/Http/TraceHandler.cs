using System.Text.RegularExpressions;

namespace PodTools.Kubernetes;

/// <summary>Tells of each request that is sent, repetitions one by one: method, address, status and time, as <c>kubectl -v=6</c> does.</summary>
internal sealed partial class TraceHandler(TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RequestTrace.Current is not { } trace)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var begun = clock.GetTimestamp();
        var outcome = "was cancelled";
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            outcome = $"{(int)response.StatusCode} {response.ReasonPhrase} (HTTP/{response.Version})";
            return response;
        }
        catch (Exception e) when (e is HttpRequestException or KubernetesException)
        {
            outcome = $"failed: {e.Message}";
            throw;
        }
        finally
        {
            trace.TellRequest($"{request.Method} {Command().Replace(request.RequestUri!.AbsoluteUri, "...")} {outcome} in {clock.GetElapsedTime(begun).TotalMilliseconds:0} milliseconds");
        }
    }

    // A command that is run in a container may have a password among its words.
    [GeneratedRegex("(?<=[?&]command=)[^&]*")]
    private static partial Regex Command();
}
