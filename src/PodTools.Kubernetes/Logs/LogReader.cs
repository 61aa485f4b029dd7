using System.Runtime.CompilerServices;

namespace PodTools.Kubernetes.Logs;

/// <summary>Reads a log that ends. A connection that breaks is replaced as long as each new one brings something.</summary>
internal static class LogReader
{
    /// <summary>The entries that are there now.</summary>
    /// <exception cref="KubernetesException">The log cannot be read, or broke off for good: reason <see cref="KubernetesReason.ConnectionLost"/>.</exception>
    public static async IAsyncEnumerable<PodLogEntry> ReadAsync(
        ILogSource source, LogEntryFactory entries, LogOptions options, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int Patience = 8;
        var progress = new LogProgress(entries, LogQuery.For(options, timestamps: true), time);
        for (var failures = 0; ;)
        {
            using var reading = await progress.OpenAsync(source, cancellationToken).ConfigureAwait(false);
            await foreach (var entry in progress.ReadAsync(reading, isOver: true, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }

            if (progress.IsTorn)
            {
                yield return progress.AcceptGap();
            }
            else if (reading.Cut is { } cut)
            {
                failures = progress.IsNew ? 0 : failures + 1;
                if (failures == Patience)
                {
                    throw BrokenOff(entries, cut);
                }
            }
            else if (!progress.NeedsMore)
            {
                yield break;
            }
        }
    }

    private static KubernetesException BrokenOff(LogEntryFactory entries, Exception cut) => new(
        KubernetesReason.ConnectionLost,
        $"The log of container '{entries.Container}' of pod '{entries.Pod}' broke off: the connection was lost again and again before its end.",
        cut);
}
