using System.Runtime.CompilerServices;

namespace PodTools.Kubernetes.Logs;

/// <summary>Ends a log after a number of bytes, as the API's <c>limitBytes</c> does for a log without times.</summary>
internal static class LogLimit
{
    public static async IAsyncEnumerable<PodLogEntry> ApplyAsync(
        IAsyncEnumerable<PodLogEntry> log, long limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in log.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var bytes = entry.Kind == PodLogEntryKind.Line ? entry.GetBytes() : [];
            yield return bytes.Length <= limit ? entry : entry.Cut(bytes.AsSpan(0, (int)limit));

            // The line feed counts too.
            limit -= entry.Kind == PodLogEntryKind.Line ? bytes.Length + 1 : 0;
            if (limit <= 0)
            {
                yield break;
            }
        }
    }
}
