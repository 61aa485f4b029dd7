using System.Runtime.CompilerServices;
using PodTools.Kubernetes.Logs;

namespace PodTools.Commands;

/// <summary>Reads the log of one container as bytes.</summary>
internal static class LogBytes
{
    private const int BlockSize = 64 * 1024;

    /// <summary>
    /// Reads what the container wrote. A log that is followed comes line by line, since only lines are resumed where a
    /// connection broke.
    /// </summary>
    /// <param name="client">Reads it.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">Which part of which container's log.</param>
    /// <param name="remark">Told what is no line of a log that is followed: that it goes on after a restart, or has a gap.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="KubernetesException">The server refused.</exception>
    public static IAsyncEnumerable<byte[]> ReadAsync(LogClient client, Pod pod, LogOptions options, Action<string> remark, CancellationToken stop) =>
        options.Follow ? FollowAsync(client, pod, options, remark, stop) : ReadOnceAsync(client, pod, options, stop);

    /// <summary>
    /// Writes blocks to a file, which is touched only when the first block is there or the log has ended. Each stands in the file
    /// at once: others may read it meanwhile.
    /// </summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="stop">Ends the writing.</param>
    public static async Task SaveAsync(IAsyncEnumerable<byte[]> blocks, string path, CancellationToken stop)
    {
        await using var each = blocks.GetAsyncEnumerator(stop);
        var more = await each.MoveNextAsync();
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (; more; more = await each.MoveNextAsync())
        {
            await file.WriteAsync(each.Current, stop);
        }
    }

    private static async IAsyncEnumerable<byte[]> ReadOnceAsync(
        LogClient client, Pod pod, LogOptions options, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var log = await client.OpenAsync(pod, options, stop);
        var buffer = new byte[BlockSize];
        for (int read; (read = await log.ReadAsync(buffer, stop)) > 0;)
        {
            yield return buffer[..read];
        }
    }

    private static async IAsyncEnumerable<byte[]> FollowAsync(
        LogClient client, Pod pod, LogOptions options, Action<string> remark, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var entry in client.ReadAsync([pod], options, stop))
        {
            if (entry.Kind == PodLogEntryKind.Line)
            {
                yield return [.. entry.GetBytes(), (byte)'\n'];
            }
            else
            {
                remark(entry.Message);
            }
        }
    }
}
