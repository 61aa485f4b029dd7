using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

public sealed class KeepAliveTests
{
    private const byte Final = 0x80;
    private const byte Binary = 0x2;
    private const byte Goodbye = 0x8;
    private const byte Ping = 0x9;
    private const byte Pong = 0xA;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _lastHeard;
    private volatile int _pings;
    private volatile bool _dropped;

    [Fact]
    public async Task A_command_that_is_silent_for_ten_minutes_outlives_a_proxy_that_drops_what_is_idle_for_one()
    {
        await using var server = new ScriptedServer(null, ServeAsync);
        using var connection = TestConnections.To(server, null, TestConnections.Quick with { TimeProvider = _clock });
        await using var process = await ExecClient.StartAsync(connection, "default", "web", new ExecOptions { Command = ["sleep", "600"] }, default);
        await _begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(10); passed += Step)
        {
            _clock.Advance(Step);
            var due = (int)((passed + Step) / connection.Options.PingInterval);
            await Deadline.UntilAsync(() => _pings >= due || _dropped);
            _dropped |= _clock.GetUtcNow() - _lastHeard > Patience;
        }

        _end.SetResult();
        Assert.True((await process.Exit.WaitAsync(TimeSpan.FromMinutes(1))).Succeeded);
        Assert.Equal(20, _pings);
    }

    [Fact]
    public async Task Input_and_pings_do_not_mix()
    {
        await using var server = new ScriptedServer(null, ServeAsync);
        using var connection = TestConnections.To(server, null, TestConnections.Quick with { TimeProvider = _clock });
        await using var process = await ExecClient.StartAsync(connection, "default", "web", new ExecOptions { Command = ["cat"], Stdin = true }, default);
        var pinging = Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                _clock.Advance(connection.Options.PingInterval);
            }
        });
        for (var i = 0; i < 200; i++)
        {
            await process.StandardInput.WriteAsync(new byte[10_000]);
        }

        await pinging;
        await Deadline.UntilAsync(() => _pings == 200 || _dropped);
        _end.SetResult();
        Assert.True((await process.Exit.WaitAsync(TimeSpan.FromMinutes(1))).Succeeded);
        Assert.False(_dropped);
    }

    /// <summary>An exec that says nothing until its end, behind a proxy that drops it when a minute passes without a byte from the client.</summary>
    private async Task ServeAsync(ScriptedRequest request, Stream stream, CancellationToken stop)
    {
        await WebSocketSwitch.AnswerAsync(request, stream, StreamProtocols.V5, stop);
        _lastHeard = _clock.GetUtcNow();
        _begun.TrySetResult();
        var listening = ListenAsync(stream, stop);
        await Task.WhenAny(_end.Task, listening);
        if (!_dropped)
        {
            await SendAsync(stream, Binary, [3, .. """{"status":"Success"}"""u8], stop);
        }

        // Whoever reads the next request must not read beside this one.
        await listening;
    }

    private async Task ListenAsync(Stream stream, CancellationToken stop)
    {
        while (await ReadFrameAsync(stream, stop) is { } opcode && !_dropped)
        {
            _lastHeard = _clock.GetUtcNow();
            if (opcode == Ping)
            {
                await SendAsync(stream, Pong, [], stop);
                Interlocked.Increment(ref _pings);
            }
            else if (opcode is not (Binary or Goodbye))
            {
                _dropped = true;
            }
        }
    }

    /// <summary>Reads a frame of a client; every one must be masked.</summary>
    private async Task<int?> ReadFrameAsync(Stream stream, CancellationToken stop)
    {
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, stop) < 2)
        {
            return null;
        }

        var length = head[1] & 0x7f;
        if (length == 126)
        {
            var size = new byte[2];
            await stream.ReadExactlyAsync(size, stop);
            length = (size[0] << 8) | size[1];
        }

        _dropped |= (head[1] & 0x80) == 0 || (head[0] & Final) == 0;
        await stream.ReadExactlyAsync(new byte[4 + length], stop);
        return head[0] & 0xf;
    }

    private static Task SendAsync(Stream stream, byte opcode, byte[] payload, CancellationToken stop) =>
        stream.WriteAsync(new byte[] { (byte)(Final | opcode), (byte)payload.Length }.Concat(payload).ToArray(), stop).AsTask();
}
