using System.Diagnostics;
using PodTools.Kubernetes.Logs;

namespace PodTools.Kubernetes.Tests.Logs;

public class LogFollowerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly LogOptions Follow = new() { Follow = true };

    [Fact]
    public async Task Connections_that_break_anywhere_change_nothing_in_the_result()
    {
        var log = new FakeLog();
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            // Many lines in each second, some in the same nanosecond, some a little out of order.
            log.Write(FakeLog.At(1000 + (i / 500), (i / 2 % 250 * 1000) + (i % 7 == 0 ? 999_000_000 : 0)), $"line {i}");
        }

        for (var i = 0; i < 30; i++)
        {
            log.Cuts.Enqueue(random.Next(1, 50_000));
        }

        log.End(forGood: true);
        var entries = await ReadAsync(log, Follow);

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"line {i}"), entries.Select(entry => entry.Message));
        Assert.True(log.Queries.Count > 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_second_that_holds_more_than_any_connection_brings_is_read_through(int seed)
    {
        const int Lines = 5000;
        var log = new FakeLog();
        var random = new Random(seed);
        var nanosecond = 0;
        for (var i = 0; i < Lines; i++)
        {
            // All in one second and with one text; runs of the same nanosecond.
            nanosecond += random.Next(20) == 0 ? 1 + random.Next(1000) : 0;
            log.Write(FakeLog.At(1000, nanosecond), "the same text");
        }

        for (var i = 0; i < 400; i++)
        {
            log.Cuts.Enqueue(random.Next(1, 20_000));
        }

        log.End(forGood: true);

        Assert.Equal(Lines, (await ReadAsync(log, Follow)).Count);
    }

    [Fact]
    public async Task A_log_that_grows_while_its_place_is_sought_is_read_through()
    {
        const int Lines = 20_000;
        var log = new FakeLog();
        var random = new Random(5);
        var written = 0;
        WriteSome(3000);
        log.Meanwhile = () => WriteSome(random.Next(200));
        for (var i = 0; i < 2000; i++)
        {
            log.Cuts.Enqueue(random.Next(1, 50_000));
        }

        var entries = await ReadAsync(log, Follow);

        Assert.Equal(Enumerable.Range(0, Lines).Select(i => $"line {i}"), entries.Select(entry => entry.Message));

        void WriteSome(int count)
        {
            for (; count > 0 && written < Lines; count--, written++)
            {
                // A little out of order, as the lines of standard output and standard error are.
                log.Write(FakeLog.At(1000, (written * 10) + (written % 3 == 0 ? 15 : 0)), $"line {written}");
            }

            if (written == Lines)
            {
                log.End(forGood: true);
            }
        }
    }

    [Fact]
    public async Task What_the_node_let_go_while_there_was_no_connection_is_marked_as_a_gap()
    {
        var log = new FakeLog();
        log.Cuts.Enqueue(45);
        log.Write(FakeLog.At(1, 1), "one");
        log.Write(FakeLog.At(1, 2), "two");
        log.Write(FakeLog.At(1, 3), "three");
        log.Meanwhile = () =>
        {
            if (log.Queries.Count == 1)
            {
                log.Rotate(2);
                log.End(forGood: true);
            }
        };

        var entries = await ReadAsync(log, Follow);

        Assert.Equal([PodLogEntryKind.Line, PodLogEntryKind.Gap, PodLogEntryKind.Line], entries.Select(entry => entry.Kind));
        Assert.Equal(["one", "three"], entries.Where(entry => entry.Kind == PodLogEntryKind.Line).Select(entry => entry.Message));
    }

    [Fact]
    public async Task What_the_node_let_go_of_while_it_was_read_slowly_is_marked_as_a_gap()
    {
        var (log, clock) = (new FakeLog(), new ShiftedClock());
        WriteEachSecond(log, 1, 100);
        await using var reader = Start(log, Follow, clock);
        Assert.Equal("1", await reader.NextAsync());

        clock.Shift(TimeSpan.FromSeconds(10));
        log.Rotate(50);
        log.End(forGood: true);
        var rest = await reader.RestAsync();

        var gap = rest.FindIndex(entry => entry.Kind == PodLogEntryKind.Gap);
        Assert.Single(rest, entry => entry.Kind == PodLogEntryKind.Gap);
        Assert.Equal(Numbers(2, gap), rest[..gap].Select(entry => entry.Message));
        Assert.Equal(Numbers(51, 50), rest[(gap + 1)..].Select(entry => entry.Message));
    }

    [Fact]
    public async Task What_a_node_gives_again_after_rotations_is_not_given_again()
    {
        var (log, clock) = (new FakeLog(), new ShiftedClock());
        WriteEachSecond(log, 1, 10);
        await using var reader = Start(log, Follow, clock);
        foreach (var number in Numbers(1, 10))
        {
            Assert.Equal(number, await reader.NextAsync());
        }

        clock.Shift(TimeSpan.FromSeconds(10));
        log.Rotate(0);
        log.Rotate(0);
        WriteEachSecond(log, 11, 5);
        log.End(forGood: true);

        Assert.Equal(Numbers(11, 5), (await reader.RestAsync()).Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_pause_of_the_container_is_no_reason_to_read_again()
    {
        var (log, clock) = (new FakeLog(), new ShiftedClock());
        WriteEachSecond(log, 1, 1);
        await using var reader = Start(log, Follow, clock);
        await reader.NextAsync();

        for (var second = 61; second <= 301; second += 60)
        {
            var next = reader.NextAsync();
            clock.Shift(TimeSpan.FromSeconds(60));
            WriteEachSecond(log, second, 1);
            Assert.Equal($"{second}", await next);
        }

        Assert.Single(log.Queries);
    }

    [Fact]
    public async Task A_line_that_is_longer_than_any_connection_lives_is_told_and_tried_again()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "short");
        log.Write(FakeLog.At(1, 2), new string('x', 5000));
        for (var i = 0; i < 500; i++)
        {
            log.Cuts.Enqueue(4000);
        }

        await using var reader = Start(log, Follow);
        Assert.Equal("short", await reader.NextAsync());
        await reader.NextAsync();
        Assert.Equal(PodLogEntryKind.Stall, reader.Current.Kind);
        log.Cuts.Clear();
        Assert.Equal(5000, (await reader.NextAsync())!.Length);
    }

    [Fact]
    public async Task A_restart_while_there_is_no_connection_is_no_gap()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "first");
        log.Write(FakeLog.At(1, 2), "last words");
        log.Cuts.Enqueue(45);
        log.Meanwhile = () =>
        {
            if (log.Queries.Count == 1)
            {
                // Between the look at the pod and the request for its log.
                log.Restart();
                log.Write(FakeLog.At(2, 1), "second run");
                log.End(forGood: true);
            }
        };

        var entries = await ReadAsync(log, Follow);

        Assert.Equal(["first", "last words", "second run"], entries.Where(entry => entry.Kind == PodLogEntryKind.Line).Select(entry => entry.Message));
        Assert.Equal(PodLogEntryKind.Restart, Assert.Single(entries, entry => entry.Kind != PodLogEntryKind.Line).Kind);
    }

    [Fact]
    public async Task Half_a_line_at_a_cut_is_read_again_as_a_whole()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "first");
        log.Write(FakeLog.At(1, 2), "second");
        log.Cuts.Enqueue(31 + 6 + 33);
        log.End(forGood: true);

        Assert.Equal(["first", "second"], (await ReadAsync(log, Follow)).Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_restart_is_marked_and_nothing_of_either_run_is_lost()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "first run");
        await using var reader = Start(log, Follow);
        Assert.Equal("first run", await reader.NextAsync());
        log.Write(FakeLog.At(2, 1), "last words");
        log.Restart();
        log.Write(FakeLog.At(3, 1), "second run");

        Assert.Equal("last words", await reader.NextAsync());
        Assert.Contains("restarted", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(PodLogEntryKind.Restart, reader.Current.Kind);
        Assert.Equal("second run", await reader.NextAsync());
        log.End(forGood: true);
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task A_run_whose_log_is_gone_is_marked_as_a_gap()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "run 0");
        await using var reader = Start(log, Follow);
        Assert.Equal("run 0", await reader.NextAsync());
        log.Restart();
        log.Write(FakeLog.At(2, 1), "run 1");
        log.Restart();
        log.Write(FakeLog.At(3, 1), "run 2");
        log.Restart();
        log.Write(FakeLog.At(4, 1), "run 3");

        Assert.Contains("3 times", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(PodLogEntryKind.Gap, reader.Current.Kind);
        Assert.Equal("run 2", await reader.NextAsync());
        Assert.Contains("restarted", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Equal("run 3", await reader.NextAsync());
    }

    [Fact]
    public async Task A_tail_of_nothing_gives_only_what_is_new()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "old");
        log.Write(FakeLog.At(1, 2), "old too");
        await using var reader = Start(log, Follow with { Tail = 0 });
        var next = reader.NextAsync();
        await Deadline.UntilAsync(() => log.Queries.Any(query => query.Follow));
        log.Write(FakeLog.At(1, 3), "new");

        Assert.Equal("new", await next);
    }

    [Fact]
    public async Task A_tail_stays_the_tail_after_a_cut()
    {
        var log = new FakeLog();
        for (var i = 1; i <= 9; i++)
        {
            log.Write(FakeLog.At(1, i), $"line {i}");
        }

        log.Cuts.Enqueue(60);
        log.End(forGood: true);

        Assert.Equal(["line 7", "line 8", "line 9"], (await ReadAsync(log, Follow with { Tail = 3 })).Select(entry => entry.Message));
    }

    [Fact]
    public async Task It_ends_when_the_pod_is_deleted()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "only");
        await using var reader = Start(log, Follow);
        Assert.Equal("only", await reader.NextAsync());
        log.Delete();

        Assert.Contains("was deleted", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(PodLogEntryKind.Deleted, reader.Current.Kind);
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task The_end_of_a_pod_that_is_being_deleted_is_told()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "only");
        await using var reader = Start(log, Follow);
        Assert.Equal("only", await reader.NextAsync());
        log.Write(FakeLog.At(1, 2), "last words");
        log.Leave();

        Assert.Equal("last words", await reader.NextAsync());
        Assert.Contains("is being deleted", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task A_log_that_was_followed_to_its_end_has_no_gap_though_the_node_has_removed_it()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "only");
        await using var reader = Start(log, Follow);
        Assert.Equal("only", await reader.NextAsync());
        log.Leave(nodeSays: "unable to retrieve container logs");

        Assert.Contains("is being deleted", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task It_waits_through_a_back_off_for_the_next_run()
    {
        var log = new FakeLog();
        log.Write(FakeLog.At(1, 1), "crash");
        log.End(forGood: false);
        await using var reader = Start(log, Follow);
        Assert.Equal("crash", await reader.NextAsync());
        var next = reader.NextAsync();
        Assert.False(next.IsCompleted);
        log.Restart();
        log.Write(FakeLog.At(9, 1), "again");

        Assert.Contains("restarted", await next, StringComparison.Ordinal);
        Assert.Equal("again", await reader.NextAsync());
    }

    [Fact]
    public Task Stopping_ends_it_at_once() => Promptly.AssertAsync(async () =>
    {
        var log = new FakeLog();
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in Follower(log, Follow).ReadAsync(stop.Token))
            {
            }
        });
        await Deadline.UntilAsync(() => log.Queries.Count > 0);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Limit));
        return watch.Elapsed;
    });

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => $"{number}");

    /// <summary>Writes a line of each second: its number.</summary>
    private static void WriteEachSecond(FakeLog log, int first, int count)
    {
        foreach (var second in Enumerable.Range(first, count))
        {
            log.Write(FakeLog.At(second, 0), $"{second}");
        }
    }

    private static LogFollower Follower(FakeLog log, LogOptions options, TimeProvider? clock = null) =>
        new(log, new LogEntryFactory("test", "ns", "pod", "main"), options, clock ?? TimeProvider.System);

    private static async Task<List<PodLogEntry>> ReadAsync(FakeLog log, LogOptions options)
    {
        using var deadline = new CancellationTokenSource(Limit);
        var entries = new List<PodLogEntry>();
        await foreach (var entry in Follower(log, options).ReadAsync(deadline.Token))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static Reader Start(FakeLog log, LogOptions options, TimeProvider? clock = null) =>
        new(Follower(log, options, clock).ReadAsync(default).GetAsyncEnumerator());

    /// <summary>A clock that a test may put forward; timers run as ever.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private long _shift;

        public void Shift(TimeSpan time) => Interlocked.Add(ref _shift, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _shift);
    }

    /// <summary>Takes one entry after the other, each within the deadline.</summary>
    private sealed class Reader(IAsyncEnumerator<PodLogEntry> entries) : IAsyncDisposable
    {
        private Task<bool> _moving = Task.FromResult(true);

        public PodLogEntry Current => entries.Current;

        public async Task<string?> NextAsync()
        {
            _moving = entries.MoveNextAsync().AsTask();
            return await _moving.WaitAsync(Limit) ? entries.Current.Message : null;
        }

        public async Task<List<PodLogEntry>> RestAsync()
        {
            var rest = new List<PodLogEntry>();
            while (await NextAsync() is not null)
            {
                rest.Add(Current);
            }

            return rest;
        }

        public ValueTask DisposeAsync() => _moving.IsCompleted ? entries.DisposeAsync() : ValueTask.CompletedTask;
    }
}
