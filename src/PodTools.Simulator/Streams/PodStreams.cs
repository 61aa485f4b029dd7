using PodTools.Simulator.Api;
using PodTools.Simulator.Node;

namespace PodTools.Simulator.Streams;

/// <summary>Hands each request for a stream to what serves it.</summary>
internal sealed class PodStreams(NodeRuntime runtime) : IPodStreams
{
    private readonly LogEndpoint _log = new(runtime);
    private readonly ExecEndpoint _exec = new(runtime);
    private readonly AttachEndpoint _attach = new(runtime);
    private readonly PortForwardEndpoint _portForward = new(runtime);

    /// <inheritdoc/>
    public async Task ServeAsync(PodStreamRequest request, CancellationToken cancellation)
    {
        try
        {
            var served = request.Subresource switch
            {
                "log" => _log.ServeAsync(request, cancellation),
                "exec" => _exec.ServeAsync(request, cancellation),
                "attach" => _attach.ServeAsync(request, cancellation),
                "portforward" => _portForward.ServeAsync(request, cancellation),
                _ => throw ApiException.NoSuchResource(),
            };
            await served.ConfigureAwait(false);
        }
        catch (PlainRefusalException refusal)
        {
            await request.Exchange.RespondAsync(refusal.Code, "text/plain; charset=utf-8", refusal.Message).ConfigureAwait(false);
        }
    }
}
