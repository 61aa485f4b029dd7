using System.IO.Enumeration;
using PodTools.Simulator.Http;

namespace PodTools.Simulator.Api.Faults;

/// <summary>Disturbs requests as the faults in force say.</summary>
internal sealed class FaultInjector(PodSimulatorFaults faults)
{
    /// <summary>Holds a request back, arranges for its answer to be cut, or refuses it.</summary>
    /// <exception cref="ApiException">With the status of the fault.</exception>
    public async Task InterfereAsync(HttpExchange exchange)
    {
        foreach (var fault in faults.Take(candidate => Hits(candidate, exchange.Request)))
        {
            if (fault.Latency > TimeSpan.Zero)
            {
                // Real time: the client that waits lives outside the cluster and its clock.
                await Task.Delay(fault.Latency, exchange.Aborted).ConfigureAwait(false);
            }

            if (fault.CutAfter is { } bytes)
            {
                exchange.CutAfter(bytes);
            }

            if (fault.StatusCode is { } status)
            {
                throw new ApiException(status, ReasonOf(status), $"{HttpStatusText.Of(status)}: a fault is set on this simulator")
                {
                    RetryAfter = fault.RetryAfter,
                };
            }
        }
    }

    private static bool Hits(PodSimulatorFault fault, HttpRequest request) =>
        FileSystemName.MatchesSimpleExpression(fault.Path, request.Path, ignoreCase: true)
        && (fault.Methods.Count == 0 || fault.Methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase));

    private static string ReasonOf(int status) => status switch
    {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        410 => "Expired",
        429 => "TooManyRequests",
        500 => "InternalError",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "",
    };
}
