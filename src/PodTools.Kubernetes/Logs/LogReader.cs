using System.Runtime.CompilerServices;

namespace PodTools.Kubernetes.Logs;

/// <summary>Reads a log that ends.</summary>
internal static class LogReader
{
    /// <summary>The entries that are there now.</summary>
    /// <exception cref="KubernetesException">The log cannot be read, or broke off: reason <see cref="KubernetesReason.ConnectionLost"/>.</exception>
    public static async IAsyncEnumerable<PodLogEntry> ReadAsync(
        ILogSource source, LogEntryFactory entries, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reading = await LogReading.OpenAsync(source, LogQuery.For(options, timestamps: true), cancellationToken).ConfigureAwait(false);
        while (await reading.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return entries.Line(line.Bytes.Span);
        }

        if (reading.Cut is { } cut)
        {
            throw new KubernetesException(
                KubernetesReason.ConnectionLost,
                $"The log of container '{entries.Container}' of pod '{entries.Pod}' broke off: the connection was lost before its end. Read it again.",
                cut);
        }
    }
}
