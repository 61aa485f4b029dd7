using System.Text;
using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Streams;
using PodTools.Kubernetes.Streams.Spdy;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Commands over SPDY, on a simulated cluster and frame by frame.</summary>
public sealed class SpdyTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly ExecOptions AllStreams = new() { Stdin = true };

    [Fact]
    public async Task Much_of_everything_at_once_does_not_block_and_the_input_ends()
    {
        var data = new byte[5_000_000];
        new Random(3).NextBytes(data);
        using var output = new MemoryStream();
        using var errorOutput = new MemoryStream();

        var exit = await RunAsync(["sh", "-c", "tee /dev/stderr; exit 7"], new MemoryStream(data), output, errorOutput);

        Assert.Equal(7, exit.ExitCode);
        Assert.Equal(data, output.ToArray());
        Assert.Equal(data, errorOutput.ToArray());
    }

    [Fact]
    public async Task A_command_that_does_not_exist_has_its_reason()
    {
        var exit = await RunAsync(["no-such-command"], null, Stream.Null, Stream.Null);

        Assert.Equal(StreamReason.CommandNotFound, exit.Error?.Reason);
    }

    [Fact]
    public async Task A_command_that_ends_before_its_input_is_read_is_no_failure()
    {
        var exit = await RunAsync(["true"], new MemoryStream(new byte[20_000_000]), Stream.Null, Stream.Null);

        Assert.True(exit.Succeeded, exit.Error?.Message);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_no_end()
    {
        await using var proxy = new FaultProxy(cluster.Simulator.Server.Port, () => new() { CutAfter = 200_000, Reset = false });
        using var connection = cluster.Through(proxy);

        var exit = await RunAsync(["head", "-c", "1000000", "/dev/zero"], null, Stream.Null, Stream.Null, connection);

        Assert.Equal(KubernetesReason.ConnectionLost, exit.Error?.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Frames_are_read_however_they_are_cut_into_pieces(int pieceSize)
    {
        byte[] incoming =
        [
            .. Control(2, [0, 0, 0, 1, 9, 9, 9]), // The answer to a stream that we opened.
            .. Control(4, [0, 0, 0, 0]), // Settings
            .. Data(5, "some "),
            .. Control(6, [0, 0, 0, 2]), // A ping
            .. Data(99, "of no stream"),
            .. Data(5, "output"),
            .. Data(5, "", final: true),
            .. Control(3, [0, 0, 0, 7, 0, 0, 0, 5]), // The end of standard error
            .. Data(1, """{"status":"Success"}""", final: true),
            .. Data(5, "too late"),
        ];
        await using var conversation = new Conversation(incoming, pieceSize);
        using var channels = await SpdyChannels.OpenAsync(conversation, AllStreams, default);
        var sent = conversation.Sent.Length;
        var received = new Dictionary<StreamChannel, string>();
        while (await channels.ReceiveAsync(default) is { } frame)
        {
            var channel = (StreamChannel)frame.Channel;
            received[channel] = received.GetValueOrDefault(channel, "") + Encoding.UTF8.GetString(frame.Payload.Span);
        }

        Assert.Equal("some output", received[StreamChannel.StandardOutput]);
        Assert.Equal("""{"status":"Success"}""", received[StreamChannel.Error]);
        Assert.Equal(2, received.Count);
        Assert.Equal(Control(6, [0, 0, 0, 2]), conversation.Sent.ToArray()[(int)sent..]);
    }

    [Fact]
    public async Task Large_input_is_sent_in_frames_of_bounded_size_and_ended_by_a_flag()
    {
        await using var conversation = new Conversation([], 1);
        using var channels = await SpdyChannels.OpenAsync(conversation, AllStreams, default);
        conversation.Sent.SetLength(0);

        await channels.SendAsync((byte)StreamChannel.StandardInput, new byte[100_000], default);
        await channels.HalfCloseAsync((byte)StreamChannel.StandardInput, default);

        const int First = 65_536 - 8;
        Assert.Equal(
            [.. DataHead(3, First, final: false), .. new byte[First], .. DataHead(3, 100_000 - First, final: false), .. new byte[100_000 - First], .. DataHead(3, 0, final: true)],
            conversation.Sent.ToArray());
    }

    [Fact]
    public async Task A_control_frame_that_none_can_be_is_refused()
    {
        await using var conversation = new Conversation([0x80, 3, 0, 2, 0, 0xff, 0xff, 0xff], 8);
        using var channels = await SpdyChannels.OpenAsync(conversation, AllStreams, default);

        await Assert.ThrowsAsync<IOException>(() => channels.ReceiveAsync(default).AsTask());
    }

    [Fact]
    public async Task A_silent_connection_is_kept_alive_by_pings()
    {
        var clock = new ManualClock();
        await using var conversation = new Conversation([], 1);
        await using var alive = new KeepAliveStream(conversation, () => SpdyFrame.PingOf([0, 0, 0, 1]), TimeSpan.FromSeconds(30), clock);

        clock.Advance(TimeSpan.FromSeconds(30));

        await Deadline.UntilAsync(() => conversation.Sent.Length == 12);
        Assert.Equal(Control(6, [0, 0, 0, 1]), conversation.Sent.ToArray());
    }

    [Fact]
    public async Task A_connection_that_is_reset_while_its_streams_are_opened_is_lost()
    {
        await using var server = new ScriptedServer(null, async (_, stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"u8.ToArray(), stop);
            throw new ScriptedCutException();
        });
        using var connection = TestConnections.To(server, null);

        for (var i = 0; i < 20; i++)
        {
            // Whether that is seen before the streams are open or after is chance.
            var lost = await Assert.ThrowsAsync<KubernetesException>(async () =>
            {
                await using var process = await ExecClient.StartSpdyAsync(connection, "default", "web", new ExecOptions { Command = ["true"] }, default);
                throw (await process.Exit.WaitAsync(Patience)).Error!;
            });
            Assert.Equal(KubernetesReason.ConnectionLost, lost.Reason);
        }
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(200)]
    [InlineData(502)]
    public async Task A_copy_goes_over_WebSockets_where_SPDY_is_refused(int status)
    {
        await using var server = new ScriptedServer(null, async (request, stream, stop) =>
        {
            if (request.Method == "POST")
            {
                await ScriptedServer.WriteAsync(stream, status, """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no"}""");
                return;
            }

            await WebSocketSwitch.AnswerAsync(request, stream, StreamProtocols.V5, stop);
            byte[] success = [3, .. """{"status":"Success"}"""u8];
            byte[] goodbye = [0x88, 0];
            await stream.WriteAsync((byte[])[0x82, (byte)success.Length, .. success, .. goodbye], stop);
            await stream.CopyToAsync(Stream.Null, stop);
        });
        using var connection = TestConnections.To(server, null);
        var shell = new ExecShell(connection, "default", "web", "main");

        var first = await shell.RunAsync(["true"], null, null, default).WaitAsync(Patience);
        var second = await shell.RunAsync(["true"], null, null, default).WaitAsync(Patience);

        Assert.True(first.Exit.Succeeded && second.Exit.Succeeded);
        Assert.Equal(["POST", "GET", "GET"], server.Requests.Select(request => request.Method));
    }

    private static byte[] Control(byte type, byte[] payload) => [0x80, 3, 0, type, 0, 0, 0, (byte)payload.Length, .. payload];

    private static byte[] Data(int stream, string text, bool final = false) => [.. DataHead(stream, text.Length, final), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] DataHead(int stream, int length, bool final) =>
        [0, 0, 0, (byte)stream, final ? (byte)1 : (byte)0, (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private async Task<RemoteExit> RunAsync(string[] command, Stream? input, Stream output, Stream errorOutput, KubernetesConnection? connection = null)
    {
        using var stop = new CancellationTokenSource(Patience);
        var pod = await cluster.RunAsync(await cluster.NewNamespaceAsync(), "pod", "sleep", "1000");
        var options = new ExecOptions { Container = "main", Command = command, Stdin = input is not null };
        await using var process = await ExecClient.StartSpdyAsync(connection ?? cluster.Connection, pod.Namespace!, pod.Name!, options, stop.Token);
        using var pump = new StreamPump(process);
        return await pump.RunAsync(
            input is null ? null : StreamPump.OutOf(input), StreamPump.Into(output), StreamPump.Into(errorOutput), endInput: true, stop.Token);
    }

    /// <summary>What a server sends, in pieces, and what is sent to it.</summary>
    private sealed class Conversation(byte[] incoming, int pieceSize) : MemoryStream(incoming)
    {
        public MemoryStream Sent { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceSize)], cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Sent.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
