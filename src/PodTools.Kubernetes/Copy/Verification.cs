using System.Globalization;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Compares what is in the container with what was copied.</summary>
internal sealed class Verification(IRemoteShell shell, ContainerTools tools, CopyTally tally)
{
    /// <summary>What <see cref="PodCopyResult.Verification"/> says where there is no checksum.</summary>
    public const string Size = "size";

    /// <summary>
    /// Names come on standard input, one a line; an empty one ends them, since the input itself may have no end. Many are
    /// looked at by one program: to start one for each would take longer than to copy them.
    /// </summary>
    private const string SumsScript =
        "t=$1; set --; while IFS= read -r f && [ -n \"$f\" ]; do set -- \"$@\" \"$f\"; if [ $# -eq 100 ]; then $t \"$@\"; set --; fi; done; "
        + "[ $# -eq 0 ] || $t \"$@\"; echo " + EndMark;

    private const string SizesScript = "while IFS= read -r f && [ -n \"$f\" ]; do wc -c < \"$f\" || echo missing; done; echo " + EndMark;

    /// <summary>The line after all answers.</summary>
    private const string EndMark = "end";

    private string? _earlyPath;
    private Task<string[]> _early = Task.FromResult<string[]>([]);

    /// <summary>Begins to compute the checksum of a file while it is still being copied.</summary>
    public void Begin(string path, CancellationToken cancellationToken)
    {
        if (tally.Checksum is not null && !path.Contains('\n', StringComparison.Ordinal))
        {
            (_earlyPath, _early) = (path, LookAsync([path], cancellationToken));
        }
    }

    /// <summary>Waits until nothing is computed any more, whatever comes of it.</summary>
    public async Task StopAsync() => await ((Task)_early).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Compares all files. Those that were written here and differ are deleted.</summary>
    /// <returns>By what they were compared.</returns>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyIncomplete"/>: a file differs.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        if (!tools.HasShell || (tally.Checksum is null && !tools.Names.Contains("wc")))
        {
            // The archive carried the size of each file, and its reader insists on it.
            return Size;
        }

        // Such names cannot be given one a line; their sizes were in the archive.
        var files = tally.Files.Where(file => !file.RemotePath.Contains('\n', StringComparison.Ordinal)).ToList();
        if (files.Count > 0)
        {
            Compare(files, await AnswersAsync(files, cancellationToken).ConfigureAwait(false));
        }

        return tally.Checksum ?? Size;
    }

    private async Task<string[]> AnswersAsync(List<CopiedFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 1 && files[0].RemotePath == _earlyPath)
        {
            return await _early.ConfigureAwait(false);
        }

        return await LookAsync([.. files.Select(file => file.RemotePath)], cancellationToken).ConfigureAwait(false);
    }

    private async Task<string[]> LookAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var run = await CutCopy.RepeatAsync(
            () =>
            {
                answer.SetLength(0);
                return shell.RunAsync(
                    tally.Checksum is { } tool ? ["sh", "-c", SumsScript, "sh", tool] : ["sh", "-c", SizesScript],
                    (input, cancel) => WriteNamesAsync(paths, input, cancel),
                    StreamPump.Into(answer),
                    cancellationToken);
            },
            () => Lines(answer) is [.., EndMark],
            cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed("What was copied could not be verified");
        return [.. Lines(answer).TakeWhile(line => line != EndMark)];
    }

    private static string[] Lines(MemoryStream answer) =>
        Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task WriteNamesAsync(IReadOnlyList<string> paths, Stream input, CancellationToken cancellationToken)
    {
        var names = new StringBuilder();
        foreach (var path in paths)
        {
            names.Append(path).Append('\n');
        }

        await input.WriteAsync(Encoding.UTF8.GetBytes(names.Append('\n').ToString()), cancellationToken).ConfigureAwait(false);
    }

    private static void Compare(List<CopiedFile> files, string[] answers)
    {
        if (answers.Length != files.Count)
        {
            throw Differs($"of {files.Count} files only {answers.Length} could be looked at");
        }

        var different = files.Where((file, i) => !IsSame(file, answers[i])).ToList();
        foreach (var written in different.Select(file => file.LocalPath).OfType<string>())
        {
            File.Delete(written);
        }


        if (different.Count > 0)
        {
            throw Differs($"{string.Join(", ", different.Take(5).Select(file => $"'{file.RemotePath}'"))} {(different.Count == 1 ? "is" : "are")} not the same on both sides");
        }
    }

    /// <summary>The answer begins with the checksum or the size. A tool puts a backslash before it when it masks the name behind it.</summary>
    private static bool IsSame(CopiedFile file, string answer) => string.Equals(
        answer.TrimStart('\\', ' ').Split(' ')[0],
        file.Hash ?? file.Length.ToString(CultureInfo.InvariantCulture),
        StringComparison.OrdinalIgnoreCase);

    private static KubernetesException Differs(string what) => new(
        StreamReason.CopyIncomplete,
        $"The copy is not complete: {what}. It was damaged on the way, or changed meanwhile. Copy it again when nothing writes to it.");
}
