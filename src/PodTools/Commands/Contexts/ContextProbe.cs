using System.Net;
using PodTools.Kubernetes;

namespace PodTools.Commands;

/// <summary>Finds out whether the cluster of a context answers.</summary>
/// <param name="timeout">How long an answer may take.</param>
internal sealed class ContextProbe(TimeSpan timeout)
{
    /// <summary>Asks the cluster for its version. Whatever fails is part of the outcome.</summary>
    /// <param name="context">The context.</param>
    /// <param name="stop">Stops waiting.</param>
    public async Task<PodContextTest> RunAsync(PodContext context, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(timeout);
        try
        {
            var connection = KubernetesConnection.Open(context.KubeConfig, context.Name);
            var version = await new VersionClient(connection).GetAsync(limited.Token);
            return new(context) { Reachable = true, Version = version };
        }
        catch (KubernetesException exception)
        {
            return new(context) { Reachable = IsFromApiServer(exception), Reason = exception.Reason, Error = exception.Message };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(context) { Reachable = false, Reason = KubernetesReason.Timeout, Error = $"No answer within {timeout.TotalSeconds:0.#} s, in which its user had to be logged in, too." };
        }
    }

    private static bool IsFromApiServer(KubernetesException refusal) =>
        refusal.StatusCode < HttpStatusCode.InternalServerError && refusal.Reason != KubernetesReason.InvalidAnswer;
}
