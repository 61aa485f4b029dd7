namespace PodTools.Kubernetes.Copy.Archives;

/// <summary>Where the header of an archive's entry has what; all tars agree on these.</summary>
internal static class ArchiveLayout
{
    /// <summary>Headers have this length, and contents are filled up to a multiple of it.</summary>
    public const int BlockSize = 512;

    /// <summary>The one byte that tells what the entry is.</summary>
    public const int Type = 156;

    public static readonly Range Name = 0..100;
    public static readonly Range Mode = 100..108;
    public static readonly Range Owner = 108..116;
    public static readonly Range Group = 116..124;
    public static readonly Range Length = 124..136;
    public static readonly Range Time = 136..148;
    public static readonly Range Sum = 148..156;
    public static readonly Range LinkName = 157..257;
    public static readonly Range Magic = 257..265;

    /// <summary>The beginning of a name that is too long, where the magic is that of POSIX.</summary>
    public static readonly Range Prefix = 345..500;

    /// <summary>How many zeros fill the last block of a content.</summary>
    /// <param name="length">The content's length.</param>
    public static int Padding(long length) => (int)(-length & (BlockSize - 1));

    /// <summary>What a header has as its checksum: the sum of its bytes, with spaces in the checksum's place.</summary>
    /// <param name="header">The header.</param>
    public static int SumOf(ReadOnlySpan<byte> header)
    {
        var sum = ' ' * header[Sum].Length;
        foreach (var value in header)
        {
            sum += value;
        }

        foreach (var value in header[Sum])
        {
            sum -= value;
        }

        return sum;
    }
}
