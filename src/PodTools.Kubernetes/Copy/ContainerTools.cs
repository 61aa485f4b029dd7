using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>What a container has to copy with, and what is at the path in question.</summary>
/// <param name="Names">The tools found; <c>sh</c> is one of them.</param>
/// <param name="IsDirectory">Whether the path is a folder.</param>
/// <param name="IsFile">Whether it is a file.</param>
/// <param name="IsEmpty">Whether it is a file that claims to have no bytes.</param>
/// <param name="CanEndInput">Whether the connection can end a command's input.</param>
internal sealed record ContainerTools(IReadOnlySet<string> Names, bool IsDirectory, bool IsFile, bool IsEmpty, bool CanEndInput)
{
    private const string DirectoryMark = "/";

    private const string FileMark = ".";
    private const string EmptyMark = "0";
    private const string FullBlocksMark = "fullblock";

    private const string Script =
        "for t in tar head tail cat mkdir mv wc chmod touch ln readlink stat sha256sum md5sum; do command -v $t >/dev/null 2>&1 && echo $t; done; "
        + "dd if=/dev/null of=/dev/null count=0 iflag=fullblock 2>/dev/null && echo fullblock; "
        + "if [ -d \"$1\" ]; then echo /; elif [ -f \"$1\" ] && [ ! -L \"$1\" ]; then echo .; [ -s \"$1\" ] || echo 0; fi; exit 0";

    public bool HasTar => Names.Contains("tar");

    /// <summary>Whether it has a dd that fills each block, however small the pieces are in which its input comes.</summary>
    public bool HasFullBlocks => Names.Contains(FullBlocksMark);

    public bool HasShell => Names.Contains("sh");

    /// <summary>Looks into the container.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyToolMissing"/>: it has neither a shell nor tar.</exception>
    public static async Task<ContainerTools> FindAsync(IRemoteShell shell, string path, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var run = await CutCopy.RepeatAsync(
            () =>
            {
                output.SetLength(0);
                return shell.RunAsync(["sh", "-c", Script, "sh", path], null, StreamPump.Into(output), cancellationToken);
            },
            isComplete: null,
            cancellationToken).ConfigureAwait(false);
        if (run.Exit.ExitCode is not null)
        {
            var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new ContainerTools(lines.Append("sh").ToHashSet(), lines.Contains(DirectoryMark), lines.Contains(FileMark), lines.Contains(EmptyMark), run.CanEndInput);
        }

        ThrowUnlessMissing(run);
        run = await CutCopy.RepeatAsync(() => shell.RunAsync(["tar", "--version"], null, null, cancellationToken), isComplete: null, cancellationToken).ConfigureAwait(false);
        ThrowUnlessMissing(run);
        return run.Exit.ExitCode is not null
            ? new ContainerTools(new HashSet<string> { "tar" }, path.EndsWith('/'), false, false, run.CanEndInput)
            : throw new KubernetesException(
                StreamReason.CopyToolMissing,
                "Nothing can be copied: the container has neither a shell (sh) nor tar. Copy by way of another container of the pod that shares a volume.");
    }

    private static void ThrowUnlessMissing(RemoteRun run)
    {
        if (run.Exit.Error is { } error && error.Reason != StreamReason.CommandNotFound)
        {
            throw error;
        }
    }
}
