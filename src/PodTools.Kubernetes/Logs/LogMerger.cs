using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PodTools.Kubernetes.Logs;

/// <summary>Merges the logs of many containers in the order of time.</summary>
internal static class LogMerger
{
    /// <summary>How many entries may wait for their turn, over all logs, before the logs are no longer read.</summary>
    private const int Capacity = 1024;

    /// <summary>
    /// Merges logs that end: exactly in the order of time, however slow one of them is. Each log's own order stays as it is.
    /// </summary>
    /// <param name="logs">The logs.</param>
    /// <param name="limit">How many are asked for at a time, so that a server is not flooded.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<PodLogEntry> MergeAsync(
        IEnumerable<IAsyncEnumerable<PodLogEntry>> logs, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var readers = logs.Select(log => log.GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            // All first entries are needed before any can be given out: ask for many at the same time, and wait with the rest.
            using var opening = new SemaphoreSlim(limit);
            var hasNext = await Task.WhenAll(readers.Select(OpenAsync)).ConfigureAwait(false);
            var heads = new PriorityQueue<int, (LogTimestamp Time, int Log)>();
            var lastTimes = new LogTimestamp[readers.Count];
            for (var i = 0; i < readers.Count; i++)
            {
                Enqueue(i, hasNext[i]);
            }

            while (heads.TryDequeue(out var log, out _))
            {
                yield return readers[log].Current;
                Enqueue(log, await readers[log].MoveNextAsync().ConfigureAwait(false));
            }

            async Task<bool> OpenAsync(IAsyncEnumerator<PodLogEntry> reader)
            {
                await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    return await reader.MoveNextAsync().ConfigureAwait(false);
                }
                finally
                {
                    opening.Release();
                }
            }

            void Enqueue(int log, bool exists)
            {
                if (exists)
                {
                    // An entry without a time belongs behind the one before it; so does one that is out of order.
                    var stamp = readers[log].Current.Stamp ?? lastTimes[log];
                    lastTimes[log] = stamp.CompareTo(lastTimes[log]) < 0 ? lastTimes[log] : stamp;
                    heads.Enqueue(log, (lastTimes[log], log));
                }
            }
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Merges entries of logs that go on, in the order of time within a window: each entry is held back that long, so that
    /// entries of other logs that are older but arrive later can go first.
    /// </summary>
    /// <param name="arriving">The entries of all logs, as they arrive.</param>
    /// <param name="window">How long an entry is held back.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<PodLogEntry> OrderAsync(
        ChannelReader<PodLogEntry> arriving, TimeSpan window, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var held = new PriorityQueue<(PodLogEntry Entry, long Arrival), (LogTimestamp Time, long Number)>();
        var arrivals = new Queue<(LogTimestamp Time, long Arrival)>();
        var number = 0L;
        var latest = default(LogTimestamp);
        while (await MoreOrDueAsync().ConfigureAwait(false))
        {
            while (held.Count < Capacity && arriving.TryRead(out var entry))
            {
                // A remark has no time of its own: it stays behind what came before it.
                var stamp = entry.Stamp ?? latest;
                latest = stamp;
                var arrival = time.GetTimestamp();
                held.Enqueue((entry, arrival), (stamp, number++));
                arrivals.Enqueue((stamp, arrival));
            }

            // What arrived a window ago goes, and with it everything older, whenever that arrived.
            while (arrivals.TryPeek(out var oldest) && (held.Count >= Capacity || time.GetElapsedTime(oldest.Arrival) >= window || arriving.Completion.IsCompleted))
            {
                arrivals.Dequeue();
                while (held.TryPeek(out _, out var head) && head.Time.CompareTo(oldest.Time) <= 0)
                {
                    yield return held.Dequeue().Entry;
                }
            }
        }

        async ValueTask<bool> MoreOrDueAsync()
        {
            if (!arrivals.TryPeek(out var oldest))
            {
                return await arriving.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
            }

            var left = window - time.GetElapsedTime(oldest.Arrival);
            if (left > TimeSpan.Zero && !arriving.Completion.IsCompleted)
            {
                using var due = new CancellationTokenSource(left, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
                try
                {
                    await arriving.WaitToReadAsync(either.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (due.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    // Due: nothing came meanwhile.
                }
            }

            return true;
        }
    }
}
