using System.Globalization;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Copies out of a container without tar: a shell lists what is there, and cat gives each file.</summary>
internal sealed class PlainDownload(IRemoteShell shell, ContainerTools tools, LocalDestination destination)
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;

    /// <summary>
    /// Lists everything: kind and path, and then permissions, time and size as far as stat is there, or where a link leads;
    /// each ended by a zero byte, for only that cannot be in a name. What the kernel makes up claims to have no size. An empty
    /// entry ends the list.
    /// </summary>
    private const string Script = """
        about() { printf '%s%s\0' "$1" "$2"; if [ -n "$stat" ]; then stat -c '%a %Y %s' "$2"; fi; printf '\0'; }
        walk() {
          case $1 in //proc|//sys|//dev) printf 'k%s\0\0' "$1"; return ;; esac
          if [ -L "$1" ]; then printf 'l%s\0%s\0' "$1" "$(readlink "$1" 2>/dev/null)"
          elif [ -d "$1" ]; then
            about d "$1"
            for f in "$1"/* "$1"/.[!.]* "$1"/..?*; do if [ -e "$f" ] || [ -L "$f" ]; then walk "$f"; fi; done
          elif [ -f "$1" ]; then about f "$1"
          elif [ -e "$1" ]; then printf 'o%s\0\0' "$1"
          else echo "$1: No such file or directory" >&2; exit 1; fi
        }
        stat=$2
        walk "$1"
        printf '\0\0'
        """;

    /// <summary>Copies a path.</summary>
    /// <exception cref="KubernetesException">The path does not exist (<see cref="StreamReason.CopyPathInvalid"/>), or not everything arrived.</exception>
    public async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        var parts = await ListAsync(source, cancellationToken).ConfigureAwait(false);
        if (Stat.Length == 0)
        {
            destination.Skip(source, "its permissions and times, since the container has no 'stat' to tell them");
        }

        for (var i = 0; parts[i].Length > 0; i += 2)
        {
            var path = parts[i][1..];
            var name = path.Length == source.Length ? "" : path[source.Length..].TrimStart('/');
            await TakeAsync(parts[i][0], path, name, parts[i + 1], cancellationToken).ConfigureAwait(false);
        }

        destination.Finish();
    }

    private string Stat => tools.Names.Contains("stat") ? "stat" : "";

    private async Task<string[]> ListAsync(string source, CancellationToken cancellationToken)
    {
        using var listing = new MemoryStream();
        var run = await CutCopy.RepeatAsync(
            () =>
            {
                listing.SetLength(0);
                return shell.RunAsync(["sh", "-c", Script, "sh", source, Stat], null, StreamPump.Into(listing), cancellationToken);
            },
            () => HasEnd(listing),
            cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"Copying '{source}' failed");
        return HasEnd(listing)
            ? Encoding.UTF8.GetString(listing.ToArray()).Split('\0')
            : throw new KubernetesException(StreamReason.CopyIncomplete, $"Copying '{source}' failed: the list of what is there did not arrive as a whole.");
    }

    /// <summary>An entry ends with at most two zero bytes; the third comes from the empty one at the end.</summary>
    private static bool HasEnd(MemoryStream listing) => listing.GetBuffer().AsSpan(0, (int)listing.Length).EndsWith("\0\0\0"u8);

    private async Task TakeAsync(char kind, string path, string name, string about, CancellationToken cancellationToken)
    {
        var (mode, time, length) = Read(about);
        switch (kind)
        {
            case 'd':
                destination.AddFolder(name, mode ?? FolderMode, time ?? DateTimeOffset.UtcNow);
                break;
            case 'l' when about.Length == 0:
                destination.Skip(name, "it is a link, and the container has no 'readlink' to tell where it leads");
                break;
            case 'l':
                destination.AddLink(name, about);
                break;
            case 'k':
                destination.SkipKernel(name);
                break;
            case 'f':
                await FetchAsync(path, name, length > 0 ? length : null, mode, time, cancellationToken).ConfigureAwait(false);
                break;
            default:
                destination.Skip(name, "it is neither a file nor a folder nor a link");
                break;
        }
    }

    private static (UnixFileMode? Mode, DateTimeOffset? Time, long? Length) Read(string about) =>
        about.Trim().Split(' ') is [var mode, var time, var length] && long.TryParse(time, CultureInfo.InvariantCulture, out var seconds)
            ? ((UnixFileMode)Convert.ToInt32(mode, 8), DateTimeOffset.FromUnixTimeSeconds(seconds), long.Parse(length, CultureInfo.InvariantCulture))
            : (null, null, null);

    private async Task FetchAsync(string path, string name, long? length, UnixFileMode? mode, DateTimeOffset? time, CancellationToken cancellationToken)
    {
        using var content = new ResumableOutput(shell, position => CommandFrom(position, path), position => length is null || position >= length, mustSucceed: true);
        var run = await content.RunAsync(
            (bytes, cancel) => destination.AddFileAsync(name, path, bytes, length, mode, time, cancel), cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"Copying '{path}' failed");
    }

    private string[]? CommandFrom(long position, string path) =>
        position == 0 ? ["cat", path]
        : tools.Names.Contains("tail") ? ["tail", "-c", $"+{(position + 1).ToString(CultureInfo.InvariantCulture)}", path]
        : null;
}
