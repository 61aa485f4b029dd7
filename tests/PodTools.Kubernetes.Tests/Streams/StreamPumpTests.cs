using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

public class StreamPumpTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_command_that_ends_by_itself_needs_no_end_of_input()
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        var running = RunAsync(pair, new MemoryStream("line\n"u8.ToArray()));
        await pair.ReceiveAsync().WaitAsync(Limit);
        await pair.SendAsync(3, """{"metadata":{},"status":"Success"}"""u8.ToArray());

        Assert.True((await running.WaitAsync(Limit)).Succeeded);
    }

    [Fact]
    public async Task A_command_that_waits_for_the_end_of_input_is_an_error_where_that_cannot_be_sent()
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");

        var error = await Assert.ThrowsAsync<KubernetesException>(
            () => RunAsync(pair, new MemoryStream("line\n"u8.ToArray()), clock: new HastyClock()).WaitAsync(Limit));

        Assert.Equal(StreamReason.EndOfInputNotSupported, error.Reason);
    }

    [Fact]
    public async Task A_local_stream_that_fails_ends_the_command_and_is_what_is_reported()
    {
        using var pair = SocketPair.Open();
        var running = RunAsync(pair, null, new MemoryStream([], writable: false));
        await pair.SendAsync(1, "output"u8.ToArray());

        await Assert.ThrowsAsync<NotSupportedException>(() => running.WaitAsync(Limit));
    }

    [Fact]
    public async Task Input_that_never_comes_does_not_hold_up_the_end()
    {
        using var pair = SocketPair.Open();
        using var silent = SocketPair.Open();
        await using var other = new RemoteProcess(silent.Client, new ExecOptions());
        var running = RunAsync(pair, other.StandardOutput);
        await pair.SendAsync(3, """{"metadata":{},"status":"Success"}"""u8.ToArray());

        Assert.True((await running.WaitAsync(Limit)).Succeeded);
    }

    private static async Task<RemoteExit> RunAsync(SocketPair pair, Stream? input, Stream? output = null, TimeProvider? clock = null)
    {
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stdin = input is not null }, clock);
        using var pump = new StreamPump(process);
        return await pump.RunAsync(
            input is null ? null : StreamPump.OutOf(input), StreamPump.Into(output ?? Stream.Null), StreamPump.Into(Stream.Null), endInput: true, default);
    }
}
