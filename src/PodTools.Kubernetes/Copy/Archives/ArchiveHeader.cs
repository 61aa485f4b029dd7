using System.Formats.Tar;
using System.Text;

namespace PodTools.Kubernetes.Copy.Archives;

/// <summary>
/// What stands before an entry's content in an archive, in the form that every tar reads: the old one of GNU, in which names
/// and targets of links that do not fit come before their entry, and numbers that do not fit are binary. The framework's own
/// writer does not serve: on .NET 8 it adds times where older tars, such as busybox's, look for the beginning of the name.
/// </summary>
internal static class ArchiveHeader
{
    private const int LongestName = 99;

    /// <summary>Makes the blocks for an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="name">Its path in the archive.</param>
    /// <returns>Whole blocks, which the content follows.</returns>
    public static byte[] Of(LocalItem item, string name)
    {
        var type = item.Kind switch
        {
            LocalItemKind.Folder => TarEntryType.Directory,
            LocalItemKind.Link => TarEntryType.SymbolicLink,
            _ => TarEntryType.RegularFile,
        };
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var target = Encoding.UTF8.GetBytes(item.LinkTarget?.Replace('\\', '/') ?? "");
        return [.. Long(TarEntryType.LongPath, nameBytes), .. Long(TarEntryType.LongLink, target), .. Block(type, nameBytes, target, item.Length, item.Mode, item.Time)];
    }

    private static byte[] Long(TarEntryType type, byte[] text)
    {
        if (text.Length <= LongestName)
        {
            return [];
        }

        var length = text.Length + 1;
        return [.. Block(type, "././@LongLink"u8, [], length, UnixFileMode.None, DateTimeOffset.UnixEpoch), .. text, .. new byte[1 + ArchiveLayout.Padding(length)]];
    }

    private static byte[] Block(TarEntryType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, long length, UnixFileMode mode, DateTimeOffset time)
    {
        var block = new byte[ArchiveLayout.BlockSize];
        var header = block.AsSpan();
        Start(name).CopyTo(header[ArchiveLayout.Name]);
        ArchiveNumber.Write(header[ArchiveLayout.Mode], (long)mode);
        ArchiveNumber.Write(header[ArchiveLayout.Owner], 0); // The owner and the group are those who unpack.
        ArchiveNumber.Write(header[ArchiveLayout.Group], 0);
        ArchiveNumber.Write(header[ArchiveLayout.Length], length);
        ArchiveNumber.Write(header[ArchiveLayout.Time], time.ToUnixTimeSeconds());
        header[ArchiveLayout.Type] = (byte)type;
        Start(target).CopyTo(header[ArchiveLayout.LinkName]);
        "ustar  \0"u8.CopyTo(header[ArchiveLayout.Magic]);
        ArchiveNumber.Write(header[ArchiveLayout.Sum], ArchiveLayout.SumOf(header));
        return block;
    }

    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, LongestName)];
}
