using System.Net;

namespace PodTools.Kubernetes;

/// <summary>
/// Repeats requests that failed for a reason that passes: an overloaded server that says when to come back, a gateway that
/// has no server behind it for a moment, a connection that was reset, a server that is being restarted. A request that
/// changes something is repeated only when the server surely did not carry it out. What does not fit into the time that the
/// request has is not waited for.
/// </summary>
internal sealed class RetryHandler(ConnectionOptions options) : DelegatingHandler
{
    private volatile bool _answered;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                _answered = true;
                if (PauseAfter(request, response, attempt) is not { } asked || !MayRepeat(request, asked, attempt))
                {
                    return response;
                }

                Tell(request, $"was answered with {(int)response.StatusCode} {response.ReasonPhrase}", asked, attempt);
                response.Dispose();
                pause = asked;
            }
            catch (HttpRequestException e) when (IsPassing(request, e) && MayRepeat(request, pause = options.BackOff(attempt), attempt))
            {
                // Nothing was carried out, or nothing is done twice.
                Tell(request, $"failed: {e.GetBaseException().Message.TrimEnd('.')}", pause, attempt);
            }

            await Task.Delay(pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(HttpRequestMessage request, string what, TimeSpan pause, int attempt) => RequestTrace.Current?.Tell(
        $"{request.Method} {request.RequestUri!.AbsolutePath} {what}. It is sent again in {pause.TotalSeconds:0.0} s, for the {attempt + 1}. time of {options.MaxAttempts}.");

    private bool MayRepeat(HttpRequestMessage request, TimeSpan pause, int attempt) => attempt < options.MaxAttempts && request.HasTimeFor(pause);

    // A server that refuses connections has seen nothing of the request. Where one has answered before, it is probably about
    // to come back; where none ever has, the address is probably wrong.
    private bool IsPassing(HttpRequestMessage request, HttpRequestException failure) =>
        (request.IsRepeatable() && ConnectionFailure.IsReset(failure)) || (_answered && ConnectionFailure.IsRefusal(failure));

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

        // Jitter on top, so that those who were sent away together do not come back together, and nobody comes too early.
        return again ? (asked ?? TimeSpan.Zero) + options.BackOff(attempt) : null;
    }

    /// <summary>Reads the <c>Retry-After</c> header, which holds seconds or a date.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}
