using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PodTools.Simulator.Node.Logs;

/// <summary>Reads a log as the log subresource answers it.</summary>
internal static class LogReader
{
    /// <summary>The bytes of the answer in pieces, as they come. Ends with the log, or after what is there without follow.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        ContainerLog log, LogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = query.LimitBytes ?? long.MaxValue;
        var complete = log.IsComplete;
        var (lines, next, changed) = log.ReadFrom(0);
        lines = Tail([.. lines.Where(line => query.Since is null || line.Time >= query.Since)], query.Tail);
        while (true)
        {
            if (lines.Count > 0)
            {
                var piece = Render(lines, query, left);
                left -= piece.Length;
                yield return piece;
            }

            if (left == 0 || !query.Follow || (complete && lines.Count == 0))
            {
                yield break;
            }

            complete = log.IsComplete;
            if (!complete)
            {
                await changed.WaitAsync(cancellation).ConfigureAwait(false);
            }

            (lines, next, changed) = log.ReadFrom(next);
        }
    }

    /// <summary>The last lines of a log as text, for a termination message.</summary>
    public static string LastText(ContainerLog log, int lines, int bytes)
    {
        var text = Render(Tail(log.ReadFrom(0).Lines, lines), new LogQuery(), long.MaxValue).Span;
        return Encoding.UTF8.GetString(text.Length > bytes ? text[^bytes..] : text);
    }

    // Lines count from the end as they are seen, so the parts of a long one are one.
    private static IReadOnlyList<LogLine> Tail(IReadOnlyList<LogLine> lines, long? tail)
    {
        var first = lines.Count;
        for (var left = tail ?? long.MaxValue; left > 0 && first > 0;)
        {
            left -= lines[--first].StartsLine ? 1 : 0;
        }

        return [.. lines.Skip(first)];
    }

    private static ReadOnlyMemory<byte> Render(IReadOnlyList<LogLine> lines, LogQuery query, long limit)
    {
        var result = new MemoryStream();
        foreach (var line in lines)
        {
            if (query.Timestamps && line.StartsLine)
            {
                result.Write(Encoding.ASCII.GetBytes(Timestamp(line.Time)));
            }

            result.Write(line.Text.Span);
            if (result.Length >= limit)
            {
                result.SetLength(limit);
                break;
            }
        }

        return result.GetBuffer().AsMemory(0, (int)result.Length);
    }

    // Nine digits, though the clock has only seven: readers expect nanoseconds.
    private static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00Z ";
}
