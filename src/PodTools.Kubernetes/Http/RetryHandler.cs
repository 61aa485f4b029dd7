using System.Net;

namespace PodTools.Kubernetes;

/// <summary>
/// Repeats requests that failed for a reason that passes: an overloaded server that says when to come back, a gateway that
/// has no server behind it for a moment, a connection that was reset. A request that changes something is repeated only
/// when the server surely did not carry it out.
/// </summary>
internal sealed class RetryHandler(ConnectionOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (attempt >= options.MaxAttempts || PauseAfter(request, response, attempt) is not { } asked)
                {
                    return response;
                }

                response.Dispose();
                pause = asked;
            }
            catch (HttpRequestException e) when (attempt < options.MaxAttempts && request.IsRepeatable() && ConnectionFailure.IsReset(e))
            {
                pause = options.BackOff(attempt);
            }

            await Task.Delay(pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // 429 says that the request was not carried out, if it comes with Retry-After: without it, it is an answer about the
    // object (a disruption budget forbids an eviction). 5xx says nothing about what was carried out.
    private TimeSpan? PauseAfter(HttpRequestMessage request, HttpResponseMessage response, int attempt)
    {
        var asked = RetryAfter(response, options.TimeProvider);
        var again = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => asked is not null,
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => request.IsRepeatable(),
            >= HttpStatusCode.InternalServerError => asked is not null && request.IsRepeatable(),
            _ => false,
        };
        return !again ? null : asked is null ? options.BackOff(attempt) : asked > options.MaxRetryDelay ? options.MaxRetryDelay : asked;
    }

    /// <summary>Reads the <c>Retry-After</c> header, which holds seconds or a date.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}
