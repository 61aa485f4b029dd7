using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PodTools.Simulator.Node.Network;

/// <summary>
/// Answers HTTP at a port of a container that has no process of its own. It listens on the loopback address, at a port
/// that the system chooses, from the first time that somebody wants to reach it.
/// </summary>
/// <param name="respond">Gives the page for a path.</param>
/// <param name="onServed">Is told of each request that was answered.</param>
internal sealed class PageServer(Func<string, Page> respond, Action<string> onServed) : IDisposable
{
    private const int HeadLimit = 64 * 1024;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;

    /// <summary>Where to connect to.</summary>
    public IPEndPoint Endpoint
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
                if (_listener is null)
                {
                    _listener = new TcpListener(IPAddress.Loopback, 0);
                    _listener.Start();
                    _ = AcceptAsync(_listener);
                }

                return (IPEndPoint)_listener.LocalEndpoint;
            }
        }
    }

    /// <summary>The page for a path, for a probe that need not go over the network.</summary>
    public Page Respond(string path) => respond(path);

    public void Dispose()
    {
        lock (_gate)
        {
            _stop.Cancel();
            _listener?.Dispose();
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The container has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        client.NoDelay = true;
        var stream = client.GetStream();
        try
        {
            while (await ReadHeadAsync(stream).ConfigureAwait(false) is { } head)
            {
                var keep = !head.Contains("\nconnection: close", StringComparison.OrdinalIgnoreCase) && !head.Contains(" HTTP/1.0\r", StringComparison.Ordinal);
                var request = head[..head.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
                var page = request.Length == 3 ? respond(request[1]) : Page.Error(400, "Bad Request");
                await stream.WriteAsync(page.ToBytes(request[0] != "HEAD", keep), _stop.Token).ConfigureAwait(false);
                onServed(LogLine(request, page, head));
                if (!keep)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client has gone, or the container has.
        }
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < HeadLimit && await stream.ReadAsync(one, _stop.Token).ConfigureAwait(false) > 0)
        {
            head.Add(one[0]);
            if (one[0] == '\n' && head.Count > 3 && head[^2] == '\r' && head[^3] == '\n')
            {
                var text = Encoding.Latin1.GetString([.. head]);
                await SkipBodyAsync(stream, text).ConfigureAwait(false);
                return text;
            }
        }

        return null;
    }

    private async Task SkipBodyAsync(NetworkStream stream, string head)
    {
        var field = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        if (field is not null && int.TryParse(field.AsSpan("content-length:".Length), CultureInfo.InvariantCulture, out var length))
        {
            await stream.ReadExactlyAsync(new byte[Math.Clamp(length, 0, HeadLimit)], _stop.Token).ConfigureAwait(false);
        }
    }

    // The combined log format of nginx and Apache.
    private static string LogLine(string[] request, Page page, string head)
    {
        var agent = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("user-agent: ", StringComparison.OrdinalIgnoreCase));
        var time = DateTime.UtcNow.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return $"127.0.0.1 - - [{time}] \"{string.Join(' ', request)}\" {page.Status} {page.Body.Length} \"-\" \"{agent?["user-agent: ".Length..] ?? "-"}\" \"-\"";
    }
}
