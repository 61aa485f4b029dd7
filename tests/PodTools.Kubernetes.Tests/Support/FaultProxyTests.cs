using System.Net;
using System.Net.Sockets;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests.Support;

/// <summary>The proxy of the fault tests does what it says: a fault that never happens would prove nothing.</summary>
public sealed class FaultProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private Task _serving = Task.CompletedTask;

    private static byte[] Answer { get; } = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    public Task InitializeAsync()
    {
        _server.Start();
        _serving = ServeAsync();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _server.Stop();
        await _serving;
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Slow_bytes_are_the_same_bytes()
    {
        await using var proxy = new FaultProxy(Port, () => new() { PieceSize = 700, Delay = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(Answer, await AskAsync(proxy));
        Assert.Equal((1, 0), (proxy.Connections, proxy.Cuts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_comes_after_so_many_bytes(bool reset)
    {
        await using var proxy = new FaultProxy(Port, () => new() { CutAfter = 1234, Reset = reset });

        if (reset)
        {
            await Assert.ThrowsAsync<IOException>(() => AskAsync(proxy));
        }
        else
        {
            Assert.Equal(Answer.Take(1234), await AskAsync(proxy));
        }

        await Deadline.UntilAsync(() => proxy.Cuts == 1);
    }

    [Fact]
    public async Task One_byte_is_changed()
    {
        await using var proxy = new FaultProxy(Port, () => new() { CorruptAt = 4321 });

        var seen = await AskAsync(proxy);

        Assert.Equal([4321], Enumerable.Range(0, Answer.Length).Where(i => seen[i] != Answer[i]));
    }

    [Fact]
    public async Task A_stall_ends_when_the_proxy_goes_away()
    {
        await using var proxy = new FaultProxy(Port, () => new() { StallAfter = 10 });
        using var client = await ConnectAsync(proxy);
        await client.GetStream().ReadExactlyAsync(new byte[10]).AsTask().WaitAsync(Limit);
        var next = client.GetStream().ReadAsync(new byte[1]).AsTask();

        await proxy.GoAwayAsync();

        await Assert.ThrowsAsync<IOException>(() => next.WaitAsync(Limit));
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(proxy));
        proxy.ComeBack();
        using var again = await ConnectAsync(proxy);
    }

    private static async Task<TcpClient> ConnectAsync(FaultProxy proxy)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port).WaitAsync(Limit);
        client.Client.Send("question"u8);
        return client;
    }

    private static async Task<byte[]> AskAsync(FaultProxy proxy)
    {
        using var client = await ConnectAsync(proxy);
        var answer = new MemoryStream();
        await client.GetStream().CopyToAsync(answer).WaitAsync(Limit);
        return answer.ToArray();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _server.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte["question".Length]);
                await client.GetStream().WriteAsync(Answer);
                client.Client.Shutdown(SocketShutdown.Send);
                await client.GetStream().CopyToAsync(Stream.Null);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
