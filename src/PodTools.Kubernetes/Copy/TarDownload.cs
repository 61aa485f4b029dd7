using System.Formats.Tar;
using System.Globalization;
using PodTools.Kubernetes.Copy.Archives;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// Copies out of a container that has tar: its archive is read as it comes. When the connection is cut, the archive is made
/// again, of which only the rest is sent.
/// </summary>
internal sealed class TarDownload(IRemoteShell shell, ContainerTools tools, LocalDestination destination)
{
    private const string WholeScript = "tar -cf - \"$@\"";

    /// <summary>A pipe has the exit code of its last command; tar's own is led past it, to be that of all.</summary>
    private const string RestScript =
        "exec 3>&1; code=$( { { tar -cf - \"$@\"; echo $? >&4; } | tail -c +\"$from\" >&3; } 4>&1 ); exit \"${code:-1}\"";

    /// <summary>All of a container but what the kernel makes up; not every tar can leave something out.</summary>
    private const string RootItems =
        "cd /; set --; for i in * .[!.]*; do case $i in proc|sys|dev) ;; *) [ ! -e \"$i\" ] || set -- \"$@\" \"./$i\" ;; esac; done; ";
    private static readonly string[] KernelFolders = ["proc", "sys", "dev"];

    private bool _hasEnded;

    /// <summary>Copies a path.</summary>
    /// <exception cref="KubernetesException">
    /// The path does not exist (<see cref="StreamReason.CopyPathInvalid"/>), or not everything arrived.
    /// </exception>
    public async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        if (source == "/" && tools.HasShell)
        {
            Array.ForEach(KernelFolders, destination.SkipKernel);
        }

        using var archive = new ResumableOutput(shell, position => CommandFrom(position, source), _ => _hasEnded);
        var run = await archive.RunAsync((output, cancel) => ReadAsync(output, source, cancel), cancellationToken).ConfigureAwait(false);
        if (run.Exit.Error is null)
        {
            // What tar could not read does not harm what it could.
            destination.Finish();
        }

        run.ThrowIfFailed($"Copying '{source}' failed");
    }

    private string[]? CommandFrom(long position, string source)
    {
        string[] what = ["-C", RemotePath.Parent(source), "./" + RemotePath.Name(source)];
        var items = source == "/" ? RootItems : "";
        // A shell may bring a tar of its own, which then is no program.
        return position == 0 && !tools.HasShell ? ["tar", "-cf", "-", .. what]
            : position == 0 ? ["sh", "-c", items + WholeScript, "sh", .. what]
            : tools.HasShell && tools.Names.Contains("tail")
                ? ["sh", "-c", "from=$1; shift; " + items + RestScript, "sh", (position + 1).ToString(CultureInfo.InvariantCulture), .. what]
            : null;
    }

    private async Task ReadAsync(Stream archive, string source, CancellationToken cancellationToken)
    {
        var root = RemotePath.Name(source);
        var isEmpty = true;
        try
        {
            var reader = new ArchiveReader(archive);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                isEmpty = false;
                await TakeAsync(entry, reader.Content, root, source, cancellationToken).ConfigureAwait(false);
            }

            // The reader insists on the mark that ends an archive.
            _hasEnded = true;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new KubernetesException(StreamReason.CopyIncomplete, $"Copying '{source}' failed: what the container's tar sent is not a complete archive.", e);
        }

        if (isEmpty)
        {
            // An archive of nothing may also come before what tar says about its failure, which tells more.
            await archive.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            throw new KubernetesException(StreamReason.CopyIncomplete, $"Copying '{source}' failed: what the container's tar sent is an empty archive.");
        }
    }

    private async Task TakeAsync(ArchiveEntry entry, Stream content, string root, string source, CancellationToken cancellationToken)
    {
        if (NameBelow(root, entry.Name) is not { } name)
        {
            destination.Skip(entry.Name, "it is not part of what was asked for");
            return;
        }

        switch (entry.Type)
        {
            case TarEntryType.Directory:
                destination.AddFolder(name, entry.Mode, entry.Time);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                var remotePath = name.Length == 0 ? source : RemotePath.Join(source, name);
                await destination.AddFileAsync(name, remotePath, content, entry.Length, entry.Mode, entry.Time, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case TarEntryType.SymbolicLink:
                destination.AddLink(name, entry.LinkName);
                break;
            case TarEntryType.HardLink when NameBelow(root, entry.LinkName) is { } target:
                destination.AddHardLink(name, target);
                break;
            case TarEntryType.HardLink:
                destination.Skip(name, $"it is a hard link that leads out of the destination (to '{entry.LinkName}')");
                break;
            default:
                destination.Skip(name, $"it is neither a file nor a folder nor a link but {entry.Type}");
                break;
        }
    }

    /// <summary>The path below what was asked for; null when it lies elsewhere. Absolute and climbing names stay as they are, to be refused.</summary>
    private static string? NameBelow(string root, string entryName)
    {
        var name = entryName.StartsWith("./", StringComparison.Ordinal) ? entryName[2..] : entryName;
        name = name.TrimEnd('/');
        if (root == "." || name == root)
        {
            return name == root ? "" : name;
        }

        return name.StartsWith(root + "/", StringComparison.Ordinal) ? name[(root.Length + 1)..]
            : name.StartsWith('/') || name.Split('/').Contains("..") ? name
            : null;
    }
}
