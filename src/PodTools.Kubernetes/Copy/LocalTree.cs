namespace PodTools.Kubernetes.Copy;

/// <summary>Lists what is at a path of this machine. Links are listed as links and never followed, except for the path itself.</summary>
internal static class LocalTree
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The items, each folder before what is in it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="skipped">Receives what cannot be copied: sockets, pipes, devices.</param>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyPathInvalid"/>: there is nothing.</exception>
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
            var file = new FileInfo(full);
            items.Add(ItemOf((FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file, "", LocalItemKind.File));
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
            else if (IsRegular(entry))
            {
                items.Add(ItemOf(entry, entryName, LocalItemKind.File));
            }
            else
            {
                skipped.Add(new PodCopySkip(entryName, "it is neither a file nor a folder nor a link"));
            }
        }
    }

    private static bool IsRegular(FileSystemInfo entry) => (entry.Attributes & FileAttributes.Device) == 0;

    private static LocalItem ItemOf(FileSystemInfo entry, string name, LocalItemKind kind) => new(
        entry.FullName,
        name,
        kind,
        kind == LocalItemKind.File ? ((FileInfo)entry).Length : 0,
        OperatingSystem.IsWindows() ? (kind == LocalItemKind.Folder ? FolderMode : FileMode) : entry.UnixFileMode,
        entry.LastWriteTimeUtc,
        kind == LocalItemKind.Link ? entry.LinkTarget : null);
}
