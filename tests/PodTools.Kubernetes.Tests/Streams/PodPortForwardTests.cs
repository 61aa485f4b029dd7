using System.Net;
using System.Net.Sockets;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

public class PodPortForwardTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Carries_bytes_both_ways_and_counts_them()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        await using var session = await StartAsync(port, ":web");
        using var client = await ConnectAsync(session);

        Assert.Equal("hello", await TalkAsync(client, "hello"));

        Assert.Equal((8080, 5L, 5L, 1L), (session.RemotePort, session.BytesIn, session.BytesOut, session.Connections));
        Assert.Equal(PodPortForwardState.Active, session.State);
        Assert.NotEqual(0, session.LocalPort);
    }

    [Fact]
    public async Task The_end_of_the_reply_reaches_the_client()
    {
        var port = new FakePodPort { Serve = async pair => await pair.SendAsync(0, "bye"u8.ToArray()) };
        await using var session = await StartAsync(port, ":8080");
        using var client = await ConnectAsync(session);

        Assert.Equal("bye", await ReadToEndAsync(client));
        Assert.Null(session.LastError);
    }

    [Fact]
    public async Task The_reply_survives_a_client_that_is_still_sending()
    {
        var reply = new byte[500_000];
        var port = new FakePodPort { Serve = async pair => await pair.SendAsync(0, reply) };

        // However long the client takes: the patience with it has a limit, which does not come here.
        await using var session = await StartAsync(port, ":8080", time: new ManualClock());
        using var client = await ConnectAsync(session);
        var sending = Task.Run(async () =>
        {
            var more = new byte[10_000];
            for (var i = 0; i < 50; i++)
            {
                await client.SendAsync(more);
            }
        });

        Assert.Equal(reply.Length, (await ReadToEndAsync(client)).Length);
        await sending.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_client_that_has_finished_sending_still_gets_the_reply_however_late()
    {
        var clock = new HastyClock();
        var closed = new TaskCompletionSource();
        var port = new FakePodPort
        {
            Serve = async pair =>
            {
                await pair.ReceiveAsync();
                await closed.Task;
                await pair.SendAsync(0, "late reply"u8.ToArray());
            },
        };
        await using var session = await StartAsync(port, ":8080", time: clock);
        using var client = await ConnectAsync(session);
        await client.SendAsync("request"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        await Deadline.UntilAsync(() => session.BytesOut == 7);
        var before = clock.Fired;
        await Deadline.UntilAsync(() => clock.Fired > before + 3);
        closed.SetResult();

        Assert.Equal("late reply", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_refused_connection_harms_no_other_and_is_reported()
    {
        var connections = 0;
        var port = new FakePodPort { Serve = pair => Interlocked.Increment(ref connections) == 1 ? FakePodPort.RefuseAsync(pair) : FakePodPort.EchoAsync(pair) };
        await using var session = await StartAsync(port, ":8080");
        var reported = new TaskCompletionSource<KubernetesException>();
        session.ConnectionFailed += (_, error) => reported.TrySetResult(error);

        // A reset, so that it cannot be taken for an empty reply.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var refused = await ConnectAsync(session);
            await ReadToEndAsync(refused);
        });

        using var good = await ConnectAsync(session);
        Assert.Equal("still here", await TalkAsync(good, "still here"));
        Assert.Equal(StreamReason.PortForwardFailed, (await reported.Task.WaitAsync(Limit)).Reason);
        Assert.Contains("connection refused", session.LastError!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_to_the_pod_harms_no_other()
    {
        var port = new FakePodPort
        {
            Serve = async pair =>
            {
                while (await pair.ReceiveAsync() is { } message)
                {
                    if (message[1] == 'x')
                    {
                        pair.Cut();
                    }

                    await pair.SendAsync(0, message.AsMemory(1));
                }
            },
        };
        await using var session = await StartAsync(port, ":8080");
        using var good = await ConnectAsync(session);
        Assert.Equal("1", await TalkAsync(good, "1"));
        using (var bad = await ConnectAsync(session))
        {
            await bad.SendAsync("x"u8.ToArray());
            await Deadline.UntilAsync(() => session.LastError is not null);
        }

        Assert.Equal(KubernetesReason.ConnectionLost, session.LastError!.Reason);
        Assert.Equal("2", await TalkAsync(good, "2"));
    }

    [Fact]
    public async Task Two_hundred_connections_at_once_keep_their_bytes_apart()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        await using var session = await StartAsync(port, ":8080");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            using var client = await ConnectAsync(session);
            for (var i = 0; i < 5; i++)
            {
                var text = $"connection {number} message {i}";
                Assert.Equal(text, await TalkAsync(client, text));
            }
        })).WaitAsync(Limit);

        Assert.Equal(200, session.Connections);
        Assert.Null(session.LastError);
    }

    [Fact]
    public async Task A_large_transfer_passes_a_slow_client()
    {
        var data = new byte[8 * 1024 * 1024];
        new Random(3).NextBytes(data);
        var port = new FakePodPort { Serve = pair => pair.SendAsync(0, data) };
        await using var session = await StartAsync(port, ":8080");
        using var client = await ConnectAsync(session);
        await Deadline.UntilAsync(() => session.BytesIn > 0);

        using var received = new MemoryStream();
        await new NetworkStream(client).CopyToAsync(received).WaitAsync(Limit);
        Assert.Equal(data, received.ToArray());
    }

    [Fact]
    public async Task When_the_pod_goes_the_port_stays_and_moves_to_the_replacement()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        var target = new FakeTarget(FakePodPort.PodOf("1"));
        await using var session = await StartAsync(port, ":8080", target);
        port.Alive.Clear();
        target.Pod = null;
        await Deadline.UntilAsync(() => session.State == PodPortForwardState.Waiting);

        using var client = await ConnectAsync(session);
        port.Alive["2"] = 0;
        target.Pod = FakePodPort.PodOf("2");

        Assert.Equal("moved", await TalkAsync(client, "moved"));
        Assert.Equal((PodPortForwardState.Active, 1, "web-2"), (session.State, session.Reconnects, session.Pod));
    }

    [Fact]
    public async Task A_container_that_restarts_is_waited_for_and_counted()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        var target = new FakeTarget(WithContainer(running: true, restarts: 0));
        await using var session = await StartAsync(port, ":8080", target);
        target.Pod = WithContainer(running: false, restarts: 0);
        await Deadline.UntilAsync(() => session.State == PodPortForwardState.Waiting);

        using var client = await ConnectAsync(session);
        target.Pod = WithContainer(running: true, restarts: 1);

        Assert.Equal("back", await TalkAsync(client, "back"));
        Assert.Equal((PodPortForwardState.Active, 1), (session.State, session.Reconnects));

        // While nobody connects.
        target.Pod = WithContainer(running: false, restarts: 1);
        await Deadline.UntilAsync(() => session.State == PodPortForwardState.Waiting);
        target.Pod = WithContainer(running: true, restarts: 2);
        await Deadline.UntilAsync(() => (session.State, session.Reconnects) == (PodPortForwardState.Active, 2));

        // So fast that only the count tells of it.
        target.Pod = WithContainer(running: true, restarts: 3);
        await Deadline.UntilAsync(() => session.Reconnects == 3);
    }

    [Fact]
    public async Task While_nothing_changes_the_cluster_is_asked_nothing()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        var target = new FakeTarget(FakePodPort.PodOf("1"));
        await using var session = await StartAsync(port, ":8080", target);
        using var client = await ConnectAsync(session);
        Assert.Equal("hi", await TalkAsync(client, "hi"));
        target.Pod = FakePodPort.PodOf("1");
        Assert.Equal("hi", await TalkAsync(client, "hi"));

        Assert.Equal(1, target.Searches);
    }

    [Fact]
    public async Task A_client_that_is_gone_after_its_reply_does_not_keep_the_connection_to_the_pod()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        await using var session = await StartAsync(port, ":8080", time: new HastyClock());
        using (var client = await ConnectAsync(session))
        {
            Assert.Equal("hi", await TalkAsync(client, "hi"));
        }

        await Deadline.UntilAsync(() => session.OpenConnections == 0);
        Assert.Null(session.LastError);
    }

    [Fact]
    public async Task Stopping_releases_the_port_at_once_and_drops_connections()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        var session = await StartAsync(port, ":8080");
        using var client = await ConnectAsync(session);
        Assert.Equal("hi", await TalkAsync(client, "hi"));
        session.Stop();

        using var again = new Socket(SocketType.Stream, ProtocolType.Tcp);
        again.Bind(new IPEndPoint(IPAddress.Loopback, session.LocalPort));
        Assert.Equal(PodPortForwardState.Stopped, session.State);
        await session.Completion.WaitAsync(Limit);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(Limit));
    }

    [Fact]
    public async Task A_taken_local_port_is_a_clear_error_and_starts_nothing()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var number = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };

        var error = await Assert.ThrowsAsync<KubernetesException>(() => PortForwarder.StartAsync(
            port.OpenAsync, new FakeTarget(FakePodPort.PodOf("1")), [PortSpec.Parse($"{number}:8080")], ["127.0.0.1"], TimeProvider.System, default));

        Assert.Equal(StreamReason.LocalPortUnavailable, error.Reason);
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Localhost_listens_on_both_loopback_addresses_where_they_exist()
    {
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };
        await using var session = await StartAsync(port, ":8080");

        Assert.Contains("127.0.0.1", session.Address, StringComparison.Ordinal);
        Assert.Equal(Socket.OSSupportsIPv6 && Ipv6Works(), session.Address.Contains("::1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_port_that_is_taken_at_one_loopback_address_is_taken(string address)
    {
        if (!Ipv6Works())
        {
            return;
        }

        using var taken = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        taken.Listen();
        var port = new FakePodPort { Serve = FakePodPort.EchoAsync };

        var error = await Assert.ThrowsAsync<KubernetesException>(() => StartAsync(port, $"{((IPEndPoint)taken.LocalEndPoint!).Port}:8080"));

        Assert.Equal(StreamReason.LocalPortUnavailable, error.Reason);
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    private static Pod WithContainer(bool running, int restarts)
    {
        var pod = FakePodPort.PodOf("1");
        pod.Status!.ContainerStatuses =
        [
            new ContainerStatus { Name = "main", RestartCount = restarts, State = new ContainerState { Running = running ? new ContainerStateRunning() : null } },
        ];
        return pod;
    }

    private static async Task<PodPortForward> StartAsync(FakePodPort port, string spec, FakeTarget? target = null, TimeProvider? time = null) =>
        (await PortForwarder.StartAsync(
            port.OpenAsync, target ?? new FakeTarget(FakePodPort.PodOf("1")), [PortSpec.Parse(spec)], null, time ?? TimeProvider.System, default))[0];

    private static async Task<Socket> ConnectAsync(PodPortForward session)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, session.LocalPort).WaitAsync(Limit);
        return client;
    }

    private static async Task<string> TalkAsync(Socket client, string text)
    {
        await client.SendAsync(Encoding.UTF8.GetBytes(text));
        var reply = new byte[text.Length];
        await new NetworkStream(client).ReadExactlyAsync(reply).AsTask().WaitAsync(Limit);
        return Encoding.UTF8.GetString(reply);
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1000];
        int count;
        while ((count = await client.ReceiveAsync(buffer).WaitAsync(Limit)) > 0)
        {
            all.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    private static bool Ipv6Works()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
