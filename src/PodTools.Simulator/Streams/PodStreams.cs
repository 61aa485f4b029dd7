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
        var pod = new PodObject(request.Pod.ToJson());
        if (await runtime.CutOffAddressAsync(pod.NodeName).ConfigureAwait(false) is { } address)
        {
            throw Unreachable(request.Subresource, pod, address);
        }

        if (await runtime.IsRecordedAsync(pod).ConfigureAwait(false))
        {
            throw ApiException.BadRequest($"pod \"{pod.Name}\" came with the snapshot of another cluster: its containers do not run here");
        }

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

    // The API server passes these requests on to the kubelet, and says which of its own requests failed.
    private static ApiException Unreachable(string subresource, PodObject pod, string address) => ApiException.Internal(subresource == "log"
        ? $"Get \"https://{address}:10250/containerLogs/{pod.Namespace}/{pod.Name}/{pod.Containers[0].Name}\": dial tcp {address}:10250: connect: no route to host"
        : $"error dialing backend: dial tcp {address}:10250: connect: no route to host");
}
