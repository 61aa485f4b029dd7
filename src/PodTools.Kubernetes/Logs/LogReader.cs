using System.Runtime.CompilerServices;

namespace PodTools.Kubernetes.Logs;

/// <summary>Reads a log that ends. A connection that breaks is replaced as long as each new one brings something.</summary>
internal static class LogReader
{
    /// <summary>The entries that are there now.</summary>
    /// <exception cref="KubernetesException">The log cannot be read, or broke off for good: reason <see cref="KubernetesReason.ConnectionLost"/>.</exception>
    public static async IAsyncEnumerable<PodLogEntry> ReadAsync(
        ILogSource source, LogEntryFactory entries, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int Patience = 3;
        var progress = new LogProgress(entries, options);
        var query = LogQuery.For(options, timestamps: true);
        for (var failures = 0; ;)
        {
            using var reading = await LogReading.OpenAsync(source, query, cancellationToken).ConfigureAwait(false);
            while (await reading.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (progress.Take(line) is { } entry)
                {
                    yield return entry;
                }
            }

            if (reading.Cut is not { } cut)
            {
                yield break;
            }

            failures = progress.IsNew ? 0 : failures + 1;
            if (failures == Patience)
            {
                throw BrokenOff(entries, cut);
            }

            query = progress.Continue(query);
        }
    }

    private static KubernetesException BrokenOff(LogEntryFactory entries, Exception cut) => new(
        KubernetesReason.ConnectionLost,
        $"The log of container '{entries.Container}' of pod '{entries.Pod}' broke off: the connection was lost again and again before its end.",
        cut);
}
