using System.Globalization;
using System.Net;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>
/// Port-forward over SPDY, as kubectl does it: for each connection the client opens a stream for data and one for what
/// goes wrong, both with the port and a number of the connection's own.
/// </summary>
/// <param name="find">Where a port of the pod is served, or null when nobody listens.</param>
/// <param name="sandbox">How messages name the pod.</param>
internal sealed class SpdyPortForward(Func<int, Task<IPEndPoint?>> find, string sandbox)
{
    private readonly Dictionary<string, SpdyStream> _single = [];
    private readonly List<Task> _tunnels = [];

    /// <summary>Serves connections until the client has gone.</summary>
    public async Task RunAsync(Stream transport, CancellationToken cancellation)
    {
        var connection = new SpdyConnection(transport);
        await using (connection.ConfigureAwait(false))
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var running = connection.RunAsync(over.Token);
            await foreach (var stream in connection.Opened.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                Add(stream, over.Token);
            }

            await over.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(_tunnels).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Add(SpdyStream stream, CancellationToken cancellation)
    {
        var number = stream.Headers.GetValueOrDefault("requestid", "");
        if (!_single.Remove(number, out var other))
        {
            _single[number] = stream;
            return;
        }

        var (data, error) = stream.Kind == "data" ? (stream, other) : (other, stream);
        _tunnels.RemoveAll(tunnel => tunnel.IsCompleted);
        _tunnels.Add(RunAsync(data, error, cancellation));
    }

    private async Task RunAsync(SpdyStream data, SpdyStream error, CancellationToken cancellation)
    {
        var port = int.Parse(data.Headers.GetValueOrDefault("port", "0"), CultureInfo.InvariantCulture);
        var tunnel = new PortTunnel(port);
        var feeding = FeedAsync(tunnel, data, cancellation);
        await tunnel.RunAsync(
            () => find(port), bytes => data.SendAsync(bytes, cancellation), text => error.SendAsync(text, cancellation), sandbox, cancellation)
            .ConfigureAwait(false);
        await data.EndAsync(cancellation).ConfigureAwait(false);
        await error.EndAsync(cancellation).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
    }

    private static async Task FeedAsync(PortTunnel tunnel, SpdyStream data, CancellationToken cancellation)
    {
        await foreach (var bytes in data.Received.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await tunnel.WriteAsync(bytes, ends: false, cancellation).ConfigureAwait(false);
        }

        await tunnel.WriteAsync(ReadOnlyMemory<byte>.Empty, ends: true, cancellation).ConfigureAwait(false);
    }
}
