using System.Buffers.Binary;
using System.Globalization;
using PodTools.Simulator.Api;
using PodTools.Simulator.Node;

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

        if (ports.Count == 0)
        {
            throw new PlainRefusalException(400, "query parameter \"port\" is required");
        }

        if (ports.Contains(0))
        {
            throw new PlainRefusalException(400, "port \"0\" must be > 0");
        }

        if (await StreamUpgrade.OpenAsync(request, WebSocketChannels.PortForwardProtocols).ConfigureAwait(false) is { } channels)
        {
            await using (channels.ConfigureAwait(false))
            {
                await RunAsync(pod, ports, channels, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(PodObject pod, List<int> ports, IStreamChannels channels, CancellationToken cancellation)
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
            () => runtime.LookAsync(pod.Uid, worker => worker?.Ports.Find(tunnel.Port)),
            bytes => channels.SendAsync(2 * index, bytes, over.Token),
            text => channels.SendAsync((2 * index) + 1, text, over.Token),
            PortTunnel.SandboxId(pod),
            over.Token)).ToArray();
        var feeding = FeedAsync(channels, tunnels, over.Token);
        await Task.WhenAny(Task.WhenAll(running), feeding).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await channels.CloseAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private static async Task FeedAsync(IStreamChannels channels, List<PortTunnel> tunnels, CancellationToken cancellation)
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
