using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using PodTools.Simulator.Api;
using PodTools.Simulator.Node;
using PodTools.Simulator.Streams.Spdy;

namespace PodTools.Simulator.Streams;

/// <summary>
/// Connects a client to ports of a pod. Over a WebSocket each port has two channels, one for data and one for what goes
/// wrong; each begins with the number of the port.
/// </summary>
internal sealed class PortForwardEndpoint(NodeRuntime runtime)
{
    public async Task ServeAsync(PodStreamRequest request, CancellationToken cancellation)
    {
        var pod = new PodObject(request.Pod.ToJson());
        var ports = ReadPorts(request);
        StreamTarget.RequireNode(pod);
        StreamUpgrade.Require(request);
        var known = await runtime.LookAsync(pod.Uid, worker => worker is { IsOver: false }).ConfigureAwait(false);
        if (!known)
        {
            throw new PlainRefusalException(500, $"pod not found (\"{pod.Name}_{pod.Namespace}\")");
        }

        if (SpdyUpgrade.IsAskedBy(request.Exchange.Request))
        {
            if (await SpdyUpgrade.AcceptAsync(request.Exchange, SpdyUpgrade.PortForwardProtocol).ConfigureAwait(false) is { } stream)
            {
                await RunSpdyAsync(pod, stream, cancellation).ConfigureAwait(false);
            }

            return;
        }

        await ServeSocketAsync(request, pod, ports, cancellation).ConfigureAwait(false);
    }

    private async Task ServeSocketAsync(PodStreamRequest request, PodObject pod, List<int> ports, CancellationToken cancellation)
    {
        var tunnelled = request.Exchange.Request.Headers.HasToken("Sec-WebSocket-Protocol", SpdyUpgrade.TunnelProtocol);
        if (!tunnelled)
        {
            RequirePorts(ports);
        }

        if (await WebSocketUpgrade.AcceptAsync(request.Exchange, WebSocketChannels.PortForwardProtocols).ConfigureAwait(false) is not { } accepted)
        {
            return;
        }

        if (accepted.Protocol == SpdyUpgrade.TunnelProtocol)
        {
            await RunSpdyAsync(pod, new WebSocketStream(accepted.Socket), cancellation).ConfigureAwait(false);
            return;
        }

        var channels = new WebSocketChannels(accepted);
        await using (channels.ConfigureAwait(false))
        {
            await RunAsync(pod, ports, channels, cancellation).ConfigureAwait(false);
        }
    }

    private Task RunSpdyAsync(PodObject pod, Stream transport, CancellationToken cancellation) =>
        new SpdyPortForward(port => FindAsync(pod, port), PortTunnel.SandboxId(pod)).RunAsync(transport, cancellation);

    private Task<IPEndPoint?> FindAsync(PodObject pod, int port) =>
        runtime.LookAsync(pod.Uid, worker => worker?.Ports.Find(port));

    private static void RequirePorts(List<int> ports)
    {
        if (ports.Count == 0)
        {
            throw new PlainRefusalException(400, "query parameter \"port\" is required");
        }

        if (ports.Contains(0))
        {
            throw new PlainRefusalException(400, "port \"0\" must be > 0");
        }
    }

    private async Task RunAsync(PodObject pod, List<int> ports, WebSocketChannels channels, CancellationToken cancellation)
    {
        var tunnels = ports.ConvertAll(port => new PortTunnel(port));
        for (var i = 0; i < ports.Count; i++)
        {
            var number = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)ports[i]);
            await channels.SendAsync(2 * i, number, cancellation).ConfigureAwait(false);
            await channels.SendAsync((2 * i) + 1, number, cancellation).ConfigureAwait(false);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = tunnels.Select((tunnel, index) => tunnel.RunAsync(
            () => FindAsync(pod, tunnel.Port),
            bytes => channels.SendAsync(2 * index, bytes, over.Token),
            text => channels.SendAsync((2 * index) + 1, text, over.Token),
            PortTunnel.SandboxId(pod),
            over.Token)).ToArray();
        var carrying = Task.WhenAll(running);
        var feeding = FeedAsync(channels, tunnels, over.Token);
        await Task.WhenAny(carrying, feeding).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await channels.CloseAsync().ConfigureAwait(false);
        await carrying.ConfigureAwait(false);

        // The client has gone, or is sent away: whatever its input ended with is its own affair.
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task FeedAsync(WebSocketChannels channels, List<PortTunnel> tunnels, CancellationToken cancellation)
    {
        while (await channels.ReceiveAsync(cancellation).ConfigureAwait(false) is { } message)
        {
            if (message.Channel % 2 == 0 && message.Channel / 2 < tunnels.Count)
            {
                await tunnels[message.Channel / 2].WriteAsync(message.Data, message.Ends, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static List<int> ReadPorts(PodStreamRequest request)
    {
        var ports = new List<int>();
        foreach (var text in request.Exchange.Request.Query.All("ports").SelectMany(value => value.Split(',')))
        {
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                throw ApiException.BadRequest($"cannot convert to []int32: strconv.ParseUint: parsing \"{text}\": invalid syntax");
            }

            ports.Add(port <= ushort.MaxValue ? (int)port
                : throw ApiException.BadRequest($"cannot convert to []int32: strconv.ParseUint: parsing \"{text}\": value out of range"));
        }

        return ports;
    }
}
