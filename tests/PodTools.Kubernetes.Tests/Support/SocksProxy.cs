using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PodTools.Kubernetes.Tests;

/// <summary>A SOCKS5 proxy that wants a name and password, and passes each connection on to one port.</summary>
public sealed class SocksProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;

    public SocksProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the client asked for, as <c>user:password host:port</c>.</summary>
    public string? Asked { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[1], _stop.Token);
                await ReadBlockAsync(stream);
                await stream.WriteAsync(new byte[] { 5, 2 }, _stop.Token);
                await stream.ReadExactlyAsync(new byte[1], _stop.Token);
                var user = $"{Encoding.UTF8.GetString(await ReadBlockAsync(stream))}:{Encoding.UTF8.GetString(await ReadBlockAsync(stream))}";
                await stream.WriteAsync(new byte[] { 1, 0 }, _stop.Token);
                await stream.ReadExactlyAsync(new byte[4], _stop.Token);
                var host = Encoding.UTF8.GetString(await ReadBlockAsync(stream));
                var port = new byte[2];
                await stream.ReadExactlyAsync(port, _stop.Token);
                Asked = $"{user} {host}:{BinaryPrimitives.ReadUInt16BigEndian(port)}";
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, _stop.Token);
                await Carrying.BothWaysAsync(stream, server.GetStream(), _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // Either side has left.
            }
        }
    }

    // A byte that says how many follow, and these.
    private async Task<byte[]> ReadBlockAsync(NetworkStream stream)
    {
        var length = new byte[1];
        await stream.ReadExactlyAsync(length, _stop.Token);
        var block = new byte[length[0]];
        await stream.ReadExactlyAsync(block, _stop.Token);
        return block;
    }
}
