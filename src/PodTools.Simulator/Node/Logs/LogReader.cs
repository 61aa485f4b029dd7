using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PodTools.Simulator.Node.Logs;

/// <summary>Reads a log as the log subresource answers it.</summary>
internal static class LogReader
{
    /// <summary>How many lines are sent at a time.</summary>
    private const int Piece = 64;

    /// <summary>The bytes of the answer in pieces, as they come. Ends with the log, or after what is there without follow.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        ContainerLog log, LogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = query.LimitBytes ?? long.MaxValue;
        var next = log.Find(query.Since, query.Tail);
        var end = query.Follow ? long.MaxValue : log.End;
        while (left > 0 && next < end)
        {
            var complete = log.IsComplete;
            (var lines, next, var changed) = log.ReadFrom(next, Piece);
            if (lines.Count > 0)
            {
                var piece = Render(lines, query, left);
                left -= piece.Length;
                yield return piece;
            }
            else if (complete)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The last lines of a log as text, for a termination message.</summary>
    public static string LastText(ContainerLog log, int lines, int bytes)
    {
        var last = log.ReadFrom(log.Find(since: null, lines), int.MaxValue).Lines;
        var text = Render(last, new LogQuery(), long.MaxValue).Span;
        return Encoding.UTF8.GetString(text.Length > bytes ? text[^bytes..] : text);
    }

    private static ReadOnlyMemory<byte> Render(List<LogLine> lines, LogQuery query, long limit)
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
