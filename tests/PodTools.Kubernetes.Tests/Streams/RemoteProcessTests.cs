using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

public class RemoteProcessTests
{
    private const string Success = """{"metadata":{},"status":"Success"}""";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Separates_output_from_errors_and_reports_success()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await pair.SendAsync(1, default);
        await pair.SendAsync(1, "out"u8.ToArray());
        await pair.SendAsync(2, "err"u8.ToArray());
        await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));

        var exit = await process.Exit.WaitAsync(Deadline);

        Assert.True(exit.Succeeded);
        Assert.Equal("out", await ReadToEndAsync(process.StandardOutput));
        Assert.Equal("err", await ReadToEndAsync(process.StandardError));
    }

    [Fact]
    public async Task A_message_in_fragments_keeps_its_channel()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await pair.Server.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, endOfMessage: false, default);
        await pair.Server.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, endOfMessage: false, default);
        await pair.Server.SendAsync("\u0003one "u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: false, default);
        await pair.Server.SendAsync("two"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);
        await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));

        Assert.Equal("\u0003one two", await ReadToEndAsync(process.StandardOutput));
    }

    [Fact]
    public async Task A_lost_connection_is_never_success()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await pair.SendAsync(1, "half"u8.ToArray());
        var buffer = new byte[100];
        Assert.Equal(4, await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Deadline));
        pair.Cut();

        var exit = await process.Exit.WaitAsync(Deadline);

        Assert.False(exit.Succeeded);
        Assert.Null(exit.ExitCode);
        Assert.Equal(KubernetesReason.ConnectionLost, exit.Error!.Reason);
        await Assert.ThrowsAsync<KubernetesException>(() => process.StandardOutput.ReadExactlyAsync(buffer).AsTask());
    }

    [Fact]
    public async Task A_goodbye_without_a_status_is_not_success_either()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);

        var exit = await process.Exit.WaitAsync(Deadline);

        Assert.Equal(KubernetesReason.ConnectionLost, exit.Error!.Reason);
    }

    [Fact]
    public async Task Ends_standard_input_by_a_half_close_in_v5()
    {
        using var pair = SocketPair.Open("v5.channel.k8s.io");
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = true });
        await process.StandardInput.WriteAsync("in"u8.ToArray());
        await process.StandardInput.DisposeAsync();

        Assert.Equal([0, (byte)'i', (byte)'n'], await pair.ReceiveAsync().WaitAsync(Deadline));
        Assert.Equal([255, 0], await pair.ReceiveAsync().WaitAsync(Deadline));
    }

    [Fact]
    public async Task Ending_standard_input_in_v4_is_an_error_instead_of_a_hang()
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = true }, new HastyClock());

        Assert.False(process.CanEndInput);
        var error = await Assert.ThrowsAsync<KubernetesException>(() => process.EndInputAsync(default).WaitAsync(Deadline));
        Assert.Equal(StreamReason.EndOfInputNotSupported, error.Reason);
    }

    [Fact]
    public async Task A_command_that_still_writes_does_not_wait_for_the_end_of_its_input()
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        var clock = new HeldClock();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = true }, clock);
        var ending = process.EndInputAsync(default);
        for (var i = 0; i < 3; i++)
        {
            await pair.SendAsync(1, "line\n"u8.ToArray());
            await process.StandardOutput.ReadExactlyAsync(new byte[5]).AsTask().WaitAsync(Deadline);
            clock.Fire();
        }

        await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));

        await ending.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_command_whose_output_is_not_taken_does_not_wait_for_the_end_of_its_input()
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        var clock = new HeldClock();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = true }, clock);
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 600; i++)
            {
                await pair.SendAsync(1, new byte[32 * 1024]);
                Interlocked.Add(ref sent, 32 * 1024);
            }

            await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));
            await pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        });
        await UntilStableAsync(() => Interlocked.Read(ref sent));
        var ending = process.EndInputAsync(default);
        for (var i = 0; i < 3; i++)
        {
            clock.Fire();
            await UntilStableAsync(() => Interlocked.Read(ref sent));
        }

        Assert.Equal(600L * 32 * 1024, await CountAsync(process.StandardOutput));
        await sending.WaitAsync(Deadline);

        await ending.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Long_input_is_sent_in_pieces_and_complete()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = true });
        var data = new byte[300_000];
        new Random(1).NextBytes(data);
        var writing = process.StandardInput.WriteAsync(data).AsTask();

        using var received = new MemoryStream();
        while (received.Length < data.Length)
        {
            var message = await pair.ReceiveAsync().WaitAsync(Deadline);
            Assert.Equal(0, message![0]);
            Assert.InRange(message.Length, 2, ChannelSocket.PieceSize + 1);
            received.Write(message, 1, message.Length - 1);
        }

        await writing.WaitAsync(Deadline);
        Assert.Equal(data, received.ToArray());
    }

    [Fact]
    public async Task A_slow_reader_slows_the_sender_down()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        var piece = new byte[32 * 1024];
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 4096; i++)
            {
                await pair.SendAsync(1, piece);
                Interlocked.Add(ref sent, piece.Length);
            }

            await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));
        });

        await UntilStableAsync(() => Interlocked.Read(ref sent));
        Assert.True(Interlocked.Read(ref sent) < 64L * 1024 * 1024, $"{sent} bytes were taken from the network although nobody reads");

        var total = await CountAsync(process.StandardOutput);
        await sending.WaitAsync(Deadline);
        Assert.Equal(4096L * piece.Length, total);
        Assert.True((await process.Exit.WaitAsync(Deadline)).Succeeded);
    }

    [Theory]
    [InlineData("output errors status goodbye")]
    [InlineData("output status errors goodbye")]
    [InlineData("errors status output goodbye")]
    [InlineData("status output errors goodbye")]
    [InlineData("output status output errors end")]
    public async Task Nothing_that_arrives_is_lost_wherever_the_status_stands(string order)
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions(), new HeldClock());
        var piece = new byte[32 * 1024 - 1];
        var (sentOutput, sentErrors) = (0, 0);
        var sending = Task.Run(async () =>
        {
            foreach (var word in order.Split(' '))
            {
                await (word switch
                {
                    "output" => SendManyAsync(1, () => sentOutput += piece.Length),
                    "errors" => SendManyAsync(2, () => sentErrors += piece.Length),
                    "status" => pair.SendAsync(3, Encoding.UTF8.GetBytes(Success)),
                    "goodbye" => pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default),
                    _ => Task.Run(pair.Server.Dispose),
                });
            }
        });

        var received = await Task.WhenAll(CountAsync(process.StandardOutput, 1000), CountAsync(process.StandardError, 70_000));
        await sending.WaitAsync(Deadline);

        Assert.Equal([sentOutput, sentErrors], received);
        Assert.True((await process.Exit.WaitAsync(Deadline)).Succeeded);

        async Task SendManyAsync(byte channel, Action sent)
        {
            for (var i = 0; i < 60; i++)
            {
                await pair.SendAsync(channel, piece);
                sent();
            }
        }
    }

    [Fact]
    public async Task A_reader_may_take_longer_than_a_server_may_be_silent()
    {
        using var pair = SocketPair.Open();
        var clock = new HeldClock();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions(), clock);
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));
            for (var i = 0; i < 600; i++)
            {
                await pair.SendAsync(1, new byte[32 * 1024]);
                Interlocked.Add(ref sent, 32 * 1024);
            }

            await pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        });
        await UntilStableAsync(() => Interlocked.Read(ref sent));

        clock.Fire();

        Assert.Equal(600L * 32 * 1024, await CountAsync(process.StandardOutput));
        await sending.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_server_that_says_no_goodbye_does_not_hold_up_the_end()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await pair.SendAsync(1, "out"u8.ToArray());
        await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));

        Assert.True((await process.Exit.WaitAsync(Deadline)).Succeeded);
        Assert.Equal("out", await ReadToEndAsync(process.StandardOutput));
    }

    [Fact]
    public async Task A_disposed_stream_no_longer_holds_the_other_up()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        var piece = new byte[32 * 1024];
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await pair.SendAsync(2, piece);
            }

            await pair.SendAsync(1, "out"u8.ToArray());
            await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));
        });
        await process.StandardError.DisposeAsync();

        Assert.Equal("out", await ReadToEndAsync(process.StandardOutput));
        await sending.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Resizing_is_what_the_kubelet_reads()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Tty = true });
        await process.ResizeAsync(100, 30, default);

        Assert.Equal("\u0004{\"Width\":100,\"Height\":30}", Encoding.UTF8.GetString((await pair.ReceiveAsync().WaitAsync(Deadline))!));
    }

    [Fact]
    public Task Aborting_ends_a_silent_command_within_100_ms() => Promptly.AssertAsync(async () =>
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        var reading = process.StandardOutput.ReadAsync(new byte[1]).AsTask();
        var watch = Stopwatch.StartNew();
        process.Abort();
        await Assert.ThrowsAsync<KubernetesException>(() => reading.WaitAsync(Deadline));
        Assert.Null((await process.Exit.WaitAsync(Deadline)).ExitCode);
        return watch.Elapsed;
    });

    [Fact]
    public async Task Writing_after_the_end_is_an_IOException()
    {
        using var pair = SocketPair.Open();
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = true });
        await pair.SendAsync(3, Encoding.UTF8.GetBytes(Success));
        await process.Exit.WaitAsync(Deadline);

        await Assert.ThrowsAnyAsync<IOException>(() => process.StandardInput.WriteAsync(new byte[1]).AsTask());
        await process.EndInputAsync(default);
    }

    private static async Task<string> ReadToEndAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(Deadline);
    }

    private static async Task<long> CountAsync(Stream stream, int most = 64 * 1024)
    {
        var total = 0L;
        var buffer = new byte[most];
        int count;
        while ((count = await stream.ReadAsync(buffer).AsTask().WaitAsync(Deadline)) > 0)
        {
            total += count;
        }

        return total;
    }

    private static async Task UntilStableAsync(Func<long> value)
    {
        var last = -1L;
        for (var same = 0; same < 5;)
        {
            var now = value();
            same = now == last ? same + 1 : 0;
            last = now;
            await Task.Delay(20);
        }
    }
}
