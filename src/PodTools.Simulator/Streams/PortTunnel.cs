using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using PodTools.Simulator.Node;

namespace PodTools.Simulator.Streams;

/// <summary>One connection to a port of a pod, carried over channels.</summary>
/// <param name="port">The number of the port in the pod.</param>
internal sealed class PortTunnel(int port)
{
    private readonly TaskCompletionSource<Socket?> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Port { get; } = port;

    /// <summary>The id that messages call the pod by.</summary>
    public static string SandboxId(PodObject pod) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(pod.Uid))).ToLowerInvariant();

    /// <summary>Connects, and carries what the pod sends until it has sent all.</summary>
    /// <param name="find">Where the port is served, or null when nobody listens.</param>
    /// <param name="send">Takes what the pod sends.</param>
    /// <param name="fail">Takes the text of what went wrong.</param>
    /// <param name="sandbox">How messages name the pod.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(
        Func<Task<IPEndPoint?>> find, Func<ReadOnlyMemory<byte>, Task> send, Func<ReadOnlyMemory<byte>, Task> fail,
        string sandbox, CancellationToken cancellation)
    {
        try
        {
            using var socket = await ConnectAsync(await find().ConfigureAwait(false), cancellation).ConfigureAwait(false);
            _connected.SetResult(socket);
            if (socket is null)
            {
                await fail(Encoding.UTF8.GetBytes(Refused(sandbox))).ConfigureAwait(false);
                return;
            }

            var buffer = new byte[32 * 1024];
            while (await socket.ReceiveAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false) is > 0 and var count)
            {
                await send(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException or IOException or System.Net.WebSockets.WebSocketException)
        {
            // One of the two ends has gone; the tunnel ends with it.
            _connected.TrySetResult(null);
        }
    }

    /// <summary>Carries what the client sends.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="ends">Whether it has sent all.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteAsync(ReadOnlyMemory<byte> data, bool ends, CancellationToken cancellation)
    {
        if (await _connected.Task.WaitAsync(cancellation).ConfigureAwait(false) is not { } socket)
        {
            return;
        }

        try
        {
            while (data.Length > 0)
            {
                data = data[await socket.SendAsync(data, cancellation).ConfigureAwait(false)..];
            }

            if (ends)
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The pod has closed the connection; what is still sent goes nowhere.
        }
    }

    private static async Task<Socket?> ConnectAsync(IPEndPoint? endpoint, CancellationToken cancellation)
    {
        if (endpoint is null)
        {
            return null;
        }

        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private string Refused(string sandbox) =>
        $"error forwarding port {Port} to pod {sandbox}, uid : failed to execute portforward in network namespace "
        + $"\"/var/run/netns/cni-{sandbox[..8]}\": failed to connect to localhost:{Port} inside namespace \"{sandbox}\", "
        + $"IPv4: dial tcp4 127.0.0.1:{Port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found ";
}
