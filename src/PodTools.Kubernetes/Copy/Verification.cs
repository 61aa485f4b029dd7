using System.Globalization;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Compares what is in the container with what was copied.</summary>
internal static class Verification
{
    /// <summary>Names come on standard input, one a line; an empty one ends them, since the input itself may have no end.</summary>
    private const string Script = "while IFS= read -r f && [ -n \"$f\" ]; do $1 < \"$f\" || echo missing; done";

    /// <summary>Compares all files, in one command.</summary>
    /// <returns>By what they were compared.</returns>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyIncomplete"/>: a file differs.</exception>
    public static async Task<string> RunAsync(IRemoteShell shell, ContainerTools tools, CopyTally tally, CancellationToken cancellationToken)
    {
        const string Size = "size";
        if (!tools.HasShell || (tally.Checksum is null && !tools.Names.Contains("wc")))
        {
            // The archive carried the size of each file, and its reader insists on it.
            return Size;
        }

        // Such names cannot be given one a line; their sizes were in the archive.
        var files = tally.Files.Where(file => !file.RemotePath.Contains('\n', StringComparison.Ordinal)).ToList();
        using var answer = new MemoryStream();
        var run = await shell.RunAsync(
            ["sh", "-c", Script, "sh", tally.Checksum ?? "wc -c"],
            (input, cancel) => WriteNamesAsync(files, input, cancel),
            StreamPump.Into(answer),
            cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed("What was copied could not be verified");
        Compare(files, Encoding.UTF8.GetString(answer.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return tally.Checksum ?? Size;
    }

    private static async Task WriteNamesAsync(List<CopiedFile> files, Stream input, CancellationToken cancellationToken)
    {
        var names = new StringBuilder();
        foreach (var file in files)
        {
            names.Append(file.RemotePath).Append('\n');
        }

        await input.WriteAsync(Encoding.UTF8.GetBytes(names.Append('\n').ToString()), cancellationToken).ConfigureAwait(false);
    }

    private static void Compare(List<CopiedFile> files, string[] answers)
    {
        if (answers.Length != files.Count)
        {
            throw Differs($"of {files.Count} files only {answers.Length} could be looked at");
        }

        for (var i = 0; i < files.Count; i++)
        {
            var expected = files[i].Hash ?? files[i].Length.ToString(CultureInfo.InvariantCulture);
            var found = answers[i].TrimStart().Split(' ')[0];
            if (!string.Equals(found, expected, StringComparison.OrdinalIgnoreCase))
            {
                throw Differs($"'{files[i].RemotePath}' is not the same on both sides");
            }
        }
    }

    private static KubernetesException Differs(string what) => new(
        StreamReason.CopyIncomplete,
        $"The copy is not complete: {what}. It was damaged on the way, or changed meanwhile. Copy it again when nothing writes to it.");
}
