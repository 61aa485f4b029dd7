using System.Formats.Tar;
using System.Globalization;

namespace PodTools.Kubernetes.Copy;

/// <summary>Copies into a container that has tar: one archive, written straight into the command's input.</summary>
internal sealed class TarUpload(IRemoteShell shell, ContainerTools tools, CopyTally tally)
{
    /// <summary>Larger files need the one format that every tar reads the size of.</summary>
    private const long LargestPlainSize = 8L * 1024 * 1024 * 1024 - 1;

    /// <summary>Copies items to a path.</summary>
    public async Task RunAsync(IReadOnlyList<LocalItem> items, string destination, CancellationToken cancellationToken)
    {
        var parent = RemotePath.Parent(destination);
        var run = await shell.RunAsync(
            await CommandAsync(items, destination, parent, cancellationToken).ConfigureAwait(false),
            (input, cancel) => WriteAsync(items, destination, input, Open, cancel),
            null,
            cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"Copying to '{destination}' failed");
    }

    private async Task<string[]> CommandAsync(IReadOnlyList<LocalItem> items, string destination, string parent, CancellationToken cancellationToken)
    {
        if (tools.CanEndInput)
        {
            return ["tar", "-xopf", "-", "-C", parent];
        }

        if (!tools.Names.Contains("head"))
        {
            throw new KubernetesException(
                StreamReason.CopyToolMissing,
                "Nothing can be copied into the container: the server cannot end a command's input (it needs protocol v5, Kubernetes 1.29 and later), and the container has no 'head' to count the bytes instead.");
        }

        // tar reads on after the end of the archive, which here would be for ever: it is given exactly the archive.
        var length = new CountingStream();
        await WriteAsync(items, destination, length, (item, _) => new ExactStream(null, item.Length), cancellationToken).ConfigureAwait(false);
        return ["sh", "-c", "head -c \"$1\" | tar -xopf - -C \"$2\"", "sh", length.Count.ToString(CultureInfo.InvariantCulture), parent];
    }

    private static async Task WriteAsync(
        IReadOnlyList<LocalItem> items, string destination, Stream to, Func<LocalItem, string, Stream> open, CancellationToken cancellationToken)
    {
        var root = RemotePath.Name(destination);
        var writer = new TarWriter(to, TarEntryFormat.Gnu, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var item in items)
            {
                var name = item.Name.Length == 0 ? root : $"{root}/{item.Name}";
                var entry = EntryOf(item, name);
                using var data = item.Kind == LocalItemKind.File ? open(item, destination) : null;
                if (data is not null)
                {
                    entry.DataStream = data;
                }

                await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TarEntry EntryOf(LocalItem item, string name)
    {
        var type = item.Kind switch
        {
            LocalItemKind.Folder => TarEntryType.Directory,
            LocalItemKind.Link => TarEntryType.SymbolicLink,
            _ => TarEntryType.RegularFile,
        };
        TarEntry entry = item.Length > LargestPlainSize ? new PaxTarEntry(type, name) : new GnuTarEntry(type, name);
        entry.Mode = item.Mode;
        entry.ModificationTime = item.Time;
        if (item.LinkTarget is { } target)
        {
            entry.LinkName = target.Replace('\\', '/');
        }

        return entry;
    }

    private Stream Open(LocalItem item, string destination)
    {
        var path = item.Name.Length == 0 ? destination : RemotePath.Join(destination, item.Name);
        return new UploadedFile(item, path, tally);
    }
}
