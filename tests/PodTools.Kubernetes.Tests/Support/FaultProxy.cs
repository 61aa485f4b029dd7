using System.Net;
using System.Net.Sockets;

namespace PodTools.Kubernetes.Tests;

/// <summary>
/// A TCP proxy in front of a server that cuts connections after so many bytes of answers. It knows nothing of TLS or HTTP:
/// what it cuts is cut anywhere.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Func<int> _bytesUntilCut;
    private readonly Task _accepting;
    private int _cuts;

    /// <param name="target">The port on this machine to pass connections on to.</param>
    /// <param name="bytesUntilCut">After how many bytes of answers the next connection is reset.</param>
    public FaultProxy(int target, Func<int> bytesUntilCut)
    {
        _target = target;
        _bytesUntilCut = bytesUntilCut;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => _cuts;

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
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _bytesUntilCut());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client, int allowed)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                using var done = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var requests = client.GetStream().CopyToAsync(server.GetStream(), done.Token);
                await AnswerAsync(server.GetStream(), client.GetStream(), allowed, done.Token);
                await done.CancelAsync();
                await requests.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // Either side has left.
            }

            client.Client.Close(0);
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, int allowed, CancellationToken stop)
    {
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, stop) is var read and > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, Math.Min(read, allowed)), stop);
            allowed -= read;
            if (allowed <= 0)
            {
                Interlocked.Increment(ref _cuts);
                return;
            }
        }
    }
}
