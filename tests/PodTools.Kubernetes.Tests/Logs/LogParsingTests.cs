using System.Text;
using PodTools.Kubernetes.Logs;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests.Logs;

public class LogParsingTests
{
    private static readonly LogEntryFactory Entries = new("test", "ns", "pod", "main");

    [Fact]
    public async Task A_recorded_log_keeps_its_nanoseconds_and_its_text()
    {
        var body = (string)Recordings.Read("rest/367-log-timestamps.json")["response"]!["body"]!;
        var entries = await ParseAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(body, string.Join('\n', entries.Select(entry => $"{entry.Timestamp} {entry.Message}")));
        Assert.Equal("no newline at the end", entries[^1].Message);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 2, 54, 28, TimeSpan.Zero).AddTicks(3065721), entries[0].Time);
    }

    [Theory]
    [InlineData("2026-11-21T02:54:28.306572135Z text", "2026-11-21T02:54:28.306572135Z", "text")]
    [InlineData("2026-11-21T02:54:28.5Z text", "2026-11-21T02:54:28.500000000Z", "text")]
    [InlineData("2026-11-21T02:54:28Z text", "2026-11-21T02:54:28.000000000Z", "text")]
    [InlineData("2026-11-21T04:54:28.306572135+02:00 text", "2026-11-21T04:54:28.306572135+02:00", "text")]
    [InlineData("2026-11-21T02:54:28.306572135Z ", "2026-11-21T02:54:28.306572135Z", "")]
    [InlineData("2026-11-21T02:54:28.306572135Z", "2026-11-21T02:54:28.306572135Z", "")]
    [InlineData("2026-11-21T02:54:28.306572135Z  two spaces", "2026-11-21T02:54:28.306572135Z", " two spaces")]
    [InlineData("no time at all", null, "no time at all")]
    [InlineData("2026-11-21T02:54:28.306572135Ztext", null, "2026-11-21T02:54:28.306572135Ztext")]
    [InlineData("2026-13-41T02:54:28Z text", null, "2026-13-41T02:54:28Z text")]
    [InlineData("", null, "")]
    public void Times_are_read_in_every_form(string line, string? time, string message)
    {
        var entry = Entries.Line(Encoding.UTF8.GetBytes(line));

        Assert.Equal((time, message), (entry.Timestamp, entry.Message));
    }

    [Fact]
    public void Zones_do_not_change_the_order()
    {
        Assert.True(LogTimestamp.TryRead("2026-11-21T04:00:00.000000002+02:00 "u8, out var later, out _));
        Assert.True(LogTimestamp.TryRead("2026-11-21T02:00:00.000000001Z "u8, out var earlier, out _));

        Assert.True(earlier.CompareTo(later) < 0);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_kept()
    {
        byte[] line = [.. "2026-11-21T02:54:28Z a"u8, 0xff, 0xfe, (byte)'b', (byte)'\r', (byte)'\n'];
        var entry = Assert.Single(await ParseAsync(line));

        Assert.Equal("a\ufffd\ufffdb\r", entry.Message);
        Assert.Equal([(byte)'a', 0xff, 0xfe, (byte)'b', (byte)'\r'], entry.GetBytes());
    }

    [Fact]
    public async Task Only_line_feeds_end_lines()
    {
        var entries = await ParseAsync("progress 1\rprogress 2\r\n\n\u2028x\n"u8.ToArray());

        Assert.Equal(["progress 1\rprogress 2\r", "", "\u2028x"], entries.Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_line_of_64_MiB_arrives_whole()
    {
        var line = new byte[64 * 1024 * 1024];
        Array.Fill(line, (byte)'x');
        line[^1] = (byte)'y';
        var entries = await ParseAsync([.. line, (byte)'\n', (byte)'z']);

        Assert.Equal(line.Length, entries[0].Message.Length);
        Assert.EndsWith("xy", entries[0].Message, StringComparison.Ordinal);
        Assert.Equal("z", entries[1].Message);
    }

    [Fact]
    public async Task A_limit_of_bytes_cuts_as_the_server_does()
    {
        var all = (string)Recordings.Read("rest/367-log-timestamps.json")["response"]!["body"]!;
        var limited = (string)Recordings.Read("rest/371-log-limit-bytes.json")["response"]!["body"]!;
        var entries = new List<string>();
        await foreach (var entry in LogLimit.ApplyAsync(ToAsync(await ParseAsync(Encoding.UTF8.GetBytes(all))), 20, default))
        {
            entries.Add(entry.Message);
        }

        Assert.Equal(limited, string.Join('\n', entries));
    }

    [Fact]
    public async Task Logs_that_end_are_merged_in_the_order_of_time()
    {
        var merged = new List<string>();
        await foreach (var entry in LogMerger.MergeAsync([Log("a", 1, 4, 7), Log("b", 2, 2, 9), Log("c"), Log("d", 3, 1, 8)], limit: 2, default))
        {
            merged.Add(entry.Message);
        }

        // A log that is out of order in itself keeps its own order.
        Assert.Equal(["a1", "b2", "b2", "d3", "d1", "a4", "a7", "d8", "b9"], merged);
    }

    [Fact]
    public async Task Followed_logs_are_ordered_within_the_window()
    {
        var arriving = System.Threading.Channels.Channel.CreateUnbounded<PodLogEntry>();
        foreach (var second in new[] { 5, 3, 4, 1 })
        {
            arriving.Writer.TryWrite(EntryAt("x", second));
        }

        arriving.Writer.Complete();
        var ordered = new List<string>();
        await foreach (var entry in LogMerger.OrderAsync(arriving.Reader, TimeSpan.FromMilliseconds(200), TimeProvider.System, default))
        {
            ordered.Add(entry.Message);
        }

        Assert.Equal(["x1", "x3", "x4", "x5"], ordered);
    }

    [Fact]
    public async Task A_followed_line_is_not_held_back_for_longer_than_the_window()
    {
        var arriving = System.Threading.Channels.Channel.CreateUnbounded<PodLogEntry>();
        await using var ordered = LogMerger.OrderAsync(arriving.Reader, TimeSpan.FromMilliseconds(20), TimeProvider.System, default).GetAsyncEnumerator();
        arriving.Writer.TryWrite(EntryAt("x", 1));

        Assert.True(await ordered.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("x1", ordered.Current.Message);
    }

    private static PodLogEntry EntryAt(string name, int second) => new($"{name}{second}") { Stamp = new LogTimestamp(second, 0, 0) };

    private static IAsyncEnumerable<PodLogEntry> Log(string name, params int[] seconds) => ToAsync(seconds.Select(second => EntryAt(name, second)));

    private static async IAsyncEnumerable<PodLogEntry> ToAsync(IEnumerable<PodLogEntry> entries)
    {
        foreach (var entry in entries)
        {
            await Task.Yield();
            yield return entry;
        }
    }

    private static async Task<List<PodLogEntry>> ParseAsync(byte[] bytes)
    {
        using var reader = new LogLineReader(new MemoryStream(bytes));
        var entries = new List<PodLogEntry>();
        while (await reader.ReadAsync(default) is { } line)
        {
            entries.Add(Entries.Line(line.Bytes.Span));
        }

        return entries;
    }
}
