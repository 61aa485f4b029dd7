using System.Formats.Tar;

namespace PodTools.Kubernetes.Copy;

/// <summary>Copies out of a container that has tar: its archive is read as it comes.</summary>
internal sealed class TarDownload(IRemoteShell shell, LocalDestination destination)
{
    /// <summary>Copies a path.</summary>
    /// <exception cref="KubernetesException">
    /// The path does not exist (<see cref="StreamReason.CopyPathInvalid"/>), or not everything arrived.
    /// </exception>
    public async Task RunAsync(string source, CancellationToken cancellationToken)
    {
        var name = "./" + RemotePath.Name(source);
        var run = await shell.RunAsync(
            ["tar", "-cf", "-", "-C", RemotePath.Parent(source), name],
            null,
            (output, cancel) => ReadAsync(output, source, cancel),
            cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"Copying '{source}' failed");
        destination.Finish();
    }

    private async Task ReadAsync(Stream archive, string source, CancellationToken cancellationToken)
    {
        var root = RemotePath.Name(source);
        try
        {
            var reader = new TarReader(archive, leaveOpen: true);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    await TakeAsync(entry, root, source, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new KubernetesException(StreamReason.CopyIncomplete, $"Copying '{source}' failed: what the container's tar sent is not a complete archive.", e);
        }
    }

    private async Task TakeAsync(TarEntry entry, string root, string source, CancellationToken cancellationToken)
    {
        if (NameBelow(root, entry.Name) is not { } name)
        {
            destination.Skip(entry.Name, "it is not part of what was asked for");
            return;
        }

        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                destination.AddFolder(name, entry.Mode, entry.ModificationTime);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                var remotePath = name.Length == 0 ? source : RemotePath.Join(source, name);
                await destination.AddFileAsync(name, remotePath, entry.DataStream ?? Stream.Null, entry.Length, entry.Mode, entry.ModificationTime, cancellationToken)
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
                destination.Skip(name, $"it is neither a file nor a folder nor a link but {entry.EntryType}");
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
