using System.Buffers.Binary;
using System.Text;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// What stands before an entry's content in an archive, in the form that every tar reads: the old one of GNU, in which names
/// and targets of links that do not fit come before their entry, and numbers that do not fit are binary. The framework's own
/// writer does not serve: on .NET 8 it adds times where older tars, such as busybox's, look for the beginning of the name.
/// </summary>
internal static class ArchiveHeader
{
    /// <summary>All that is in an archive begins at a multiple of this.</summary>
    public const int BlockSize = 512;

    private const char LongNameType = 'L';
    private const char LongTargetType = 'K';
    private const int LongestName = 99;

    /// <summary>Makes the blocks for an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="name">Its path in the archive.</param>
    /// <returns>Whole blocks, which the content follows.</returns>
    public static byte[] Of(LocalItem item, string name)
    {
        var type = item.Kind switch
        {
            LocalItemKind.Folder => '5',
            LocalItemKind.Link => '2',
            _ => '0',
        };
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var target = Encoding.UTF8.GetBytes(item.LinkTarget?.Replace('\\', '/') ?? "");
        return [.. Long(LongNameType, nameBytes), .. Long(LongTargetType, target), .. Block(type, nameBytes, target, item.Length, item.Mode, item.Time)];
    }

    /// <summary>How many zeros fill the last block of an entry's content.</summary>
    public static int Padding(long length) => (int)(-length & (BlockSize - 1));

    private static byte[] Long(char type, byte[] text)
    {
        if (text.Length <= LongestName)
        {
            return [];
        }

        var length = text.Length + 1;
        return [.. Block(type, "././@LongLink"u8, [], length, UnixFileMode.None, DateTimeOffset.UnixEpoch), .. text, .. new byte[1 + Padding(length)]];
    }

    private static byte[] Block(char type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, long length, UnixFileMode mode, DateTimeOffset time)
    {
        var block = new byte[BlockSize];
        Start(name).CopyTo(block);
        WriteNumber(block.AsSpan(100, 8), (long)mode);
        WriteNumber(block.AsSpan(108, 8), 0); // The owner and the group are those who unpack.
        WriteNumber(block.AsSpan(116, 8), 0);
        WriteNumber(block.AsSpan(124, 12), length);
        WriteNumber(block.AsSpan(136, 12), time.ToUnixTimeSeconds());
        block[156] = (byte)type;
        Start(target).CopyTo(block.AsSpan(157));
        "ustar  "u8.CopyTo(block.AsSpan(257));

        // The sum is that of a header with spaces in the sum's place.
        var sum = block.AsSpan(148, 8);
        sum.Fill((byte)' ');
        WriteNumber(sum[..7], block.Sum(value => value));
        return block;
    }

    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, LongestName)];

    /// <summary>Octal digits and a zero byte; what has too many digits is binary, which a first byte of 128 tells.</summary>
    private static void WriteNumber(Span<byte> field, long value)
    {
        var digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        if (digits.Length < field.Length)
        {
            Encoding.ASCII.GetBytes(digits, field);
            field[^1] = 0;
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(field[^8..], value);
            field[0] = 128;
        }
    }
}
