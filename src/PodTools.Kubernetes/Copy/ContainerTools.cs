using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>What a container has to copy with, and what is at the path in question.</summary>
/// <param name="Names">The tools found; <c>sh</c> is one of them.</param>
/// <param name="IsDirectory">Whether the path is a folder.</param>
/// <param name="CanEndInput">Whether the connection can end a command's input.</param>
internal sealed record ContainerTools(IReadOnlySet<string> Names, bool IsDirectory, bool CanEndInput)
{
    private const string DirectoryMark = "/";

    private const string Script =
        "for t in tar head cat mkdir mv wc chmod touch ln readlink stat sha256sum md5sum; do command -v $t >/dev/null 2>&1 && echo $t; done; "
        + "[ -d \"$1\" ] && echo /; exit 0";

    public bool HasTar => Names.Contains("tar");

    public bool HasShell => Names.Contains("sh");

    /// <summary>Looks into the container.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyToolMissing"/>: it has neither a shell nor tar.</exception>
    public static async Task<ContainerTools> FindAsync(IRemoteShell shell, string path, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var run = await shell.RunAsync(["sh", "-c", Script, "sh", path], null, StreamPump.Into(output), cancellationToken).ConfigureAwait(false);
        if (run.Exit.ExitCode is not null)
        {
            var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new ContainerTools(lines.Append("sh").ToHashSet(), lines.Contains(DirectoryMark), run.CanEndInput);
        }

        ThrowUnlessMissing(run);
        run = await shell.RunAsync(["tar", "--version"], null, null, cancellationToken).ConfigureAwait(false);
        ThrowUnlessMissing(run);
        return run.Exit.ExitCode is not null
            ? new ContainerTools(new HashSet<string> { "tar" }, path.EndsWith('/'), run.CanEndInput)
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
