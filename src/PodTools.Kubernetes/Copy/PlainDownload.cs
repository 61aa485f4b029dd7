using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Copies out of a container without tar: a shell lists what is there, and cat gives each file.</summary>
internal sealed class PlainDownload(IRemoteShell shell, LocalDestination destination)
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;

    /// <summary>Lists kind and path of everything, each ended by a zero byte, for only that cannot be in a name; links with their target.</summary>
    private const string Script =
        "w() { if [ -L \"$1\" ]; then printf 'l%s\\0%s\\0' \"$1\" \"$(readlink \"$1\" 2>/dev/null)\"; "
        + "elif [ -d \"$1\" ]; then printf 'd%s\\0' \"$1\"; for f in \"$1\"/* \"$1\"/.[!.]* \"$1\"/..?*; do "
        + "if [ -e \"$f\" ] || [ -L \"$f\" ]; then w \"$f\"; fi; done; "
        + "elif [ -f \"$1\" ]; then printf 'f%s\\0' \"$1\"; "
        + "elif [ -e \"$1\" ]; then printf 'o%s\\0' \"$1\"; "
        + "else echo \"$1: No such file or directory\" >&2; exit 1; fi; }; w \"$1\"";

    /// <summary>Copies a path.</summary>
    /// <exception cref="KubernetesException">The path does not exist (<see cref="StreamReason.CopyPathInvalid"/>), or not everything arrived.</exception>
    public async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        using var listing = new MemoryStream();
        var run = await shell.RunAsync(["sh", "-c", Script, "sh", source], null, StreamPump.Into(listing), cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"Copying '{source}' failed");
        var parts = Encoding.UTF8.GetString(listing.ToArray()).Split('\0');
        for (var i = 0; i < parts.Length - 1; i++)
        {
            var path = parts[i][1..];
            var name = path.Length == source.Length ? "" : path[source.Length..].TrimStart('/');
            switch (parts[i][0])
            {
                case 'd':
                    destination.AddFolder(name, FolderMode, DateTimeOffset.UtcNow);
                    break;
                case 'l':
                    destination.AddLink(name, parts[++i]);
                    break;
                case 'f':
                    await FetchAsync(path, name, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    destination.Skip(name, "it is neither a file nor a folder nor a link");
                    break;
            }
        }

        destination.Finish();
    }

    private async Task FetchAsync(string path, string name, CancellationToken cancellationToken)
    {
        var run = await shell.RunAsync(
            ["cat", path],
            null,
            (content, cancel) => destination.AddFileAsync(name, path, content, null, null, null, cancel),
            cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"Copying '{path}' failed");
    }
}
