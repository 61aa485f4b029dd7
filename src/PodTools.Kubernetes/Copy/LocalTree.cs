using System.Formats.Tar;

namespace PodTools.Kubernetes.Copy;

/// <summary>Lists what is at a path of this machine. Links are listed as links and never followed, except for the path itself.</summary>
internal static class LocalTree
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode LinkMode = (UnixFileMode)0b111_111_111;

    /// <summary>The items, each folder before what is in it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="skipped">Receives what cannot be copied: sockets, pipes, devices.</param>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyPathInvalid"/>: there is nothing, or nothing that can be copied.</exception>
    public static List<LocalItem> List(string path, List<PodCopySkip> skipped)
    {
        var items = new List<LocalItem>();
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            AddFolder(new DirectoryInfo(full), "", items, skipped);
        }
        else if (File.Exists(full))
        {
            var named = new FileInfo(full);
            var file = (FileInfo?)named.ResolveLinkTarget(returnFinalTarget: true) ?? named;
            items.Add(IsRegular(file)
                ? ItemOf(file, "", LocalItemKind.File)
                : throw new KubernetesException(StreamReason.CopyPathInvalid, $"'{path}' cannot be copied: it is neither a file nor a folder."));
        }
        else
        {
            throw new KubernetesException(StreamReason.CopyPathInvalid, $"There is nothing to copy: '{path}' does not exist.");
        }

        return items;
    }

    private static void AddFolder(DirectoryInfo folder, string name, List<LocalItem> items, List<PodCopySkip> skipped)
    {
        items.Add(ItemOf(folder, name, LocalItemKind.Folder));
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var entryName = name.Length == 0 ? entry.Name : $"{name}/{entry.Name}";
            if (entry.LinkTarget is not null)
            {
                items.Add(ItemOf(entry, entryName, LocalItemKind.Link));
            }
            else if (entry is DirectoryInfo inner)
            {
                AddFolder(inner, entryName, items, skipped);
            }
            else if (IsRegular((FileInfo)entry))
            {
                items.Add(ItemOf(entry, entryName, LocalItemKind.File));
            }
            else
            {
                skipped.Add(new PodCopySkip(entryName, "it is neither a file nor a folder nor a link"));
            }
        }
    }

    /// <summary>
    /// Whether it is a file, and no pipe, socket or device, of which reading might never end. None of those has a length, and
    /// what they are can only be learned by putting them into an archive.
    /// </summary>
    private static bool IsRegular(FileInfo file)
    {
        if (OperatingSystem.IsWindows() || file.Length > 0)
        {
            return true;
        }

        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            try
            {
                writer.WriteEntry(file.FullName, file.Name);
            }
            catch (UnauthorizedAccessException)
            {
                // A file, which says the same again when it is to be sent.
                return true;
            }
            catch (IOException)
            {
                // What no archive can hold, such as a socket.
                return false;
            }
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    private static LocalItem ItemOf(FileSystemInfo entry, string name, LocalItemKind kind) => new(
        entry.FullName,
        name,
        kind,
        kind == LocalItemKind.File ? LengthOf((FileInfo)entry) : 0,
        ModeOf(entry, kind),
        entry.LastWriteTimeUtc < DateTime.UnixEpoch ? DateTimeOffset.UnixEpoch : entry.LastWriteTimeUtc, // Archives know no time before.
        kind == LocalItemKind.Link ? entry.LinkTarget : null);

    /// <summary>Of what the kernel makes up while it is read, as below /proc, the length is known only then: it claims none, or a page.</summary>
    private static long LengthOf(FileInfo file)
    {
        if (OperatingSystem.IsWindows() || file.Length > Environment.SystemPageSize || new DriveInfo(file.FullName).TotalSize > 0)
        {
            return file.Length;
        }

        using var content = file.OpenRead();
        var buffer = new byte[Environment.SystemPageSize];
        long length = 0;
        for (int count; (count = content.Read(buffer)) > 0;)
        {
            length += count;
        }

        return length;
    }

    /// <summary>A link has no permissions of its own, and where it leads to nothing none can be asked for.</summary>
    private static UnixFileMode ModeOf(FileSystemInfo entry, LocalItemKind kind) =>
        kind == LocalItemKind.Link ? LinkMode
        : !OperatingSystem.IsWindows() ? entry.UnixFileMode
        : kind == LocalItemKind.Folder ? FolderMode
        : FileMode;
}
