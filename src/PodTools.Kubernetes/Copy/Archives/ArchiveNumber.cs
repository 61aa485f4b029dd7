using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PodTools.Kubernetes.Copy.Archives;

/// <summary>A number in the header of an archive's entry: octal digits, or binary where it has too many, which the first bit tells.</summary>
internal static class ArchiveNumber
{
    /// <summary>Fills a field.</summary>
    /// <param name="field">At least 8 bytes where the number can have too many digits for it.</param>
    /// <param name="value">Not below 0.</param>
    public static void Write(Span<byte> field, long value)
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
            field[0] = 0x80;
        }
    }

    /// <summary>Reads a field.</summary>
    /// <exception cref="InvalidDataException">It holds no number.</exception>
    public static long Read(ReadOnlySpan<byte> field) => (field[0] & 0x80) != 0 ? ReadBinary(field) : ReadOctal(field);

    private static long ReadOctal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value << 3) + (digit - '0') : throw NoNumber(field);
        }

        return value;
    }

    /// <summary>Below 0, all bits before the number are set; else only the first.</summary>
    private static long ReadBinary(ReadOnlySpan<byte> field)
    {
        var isNegative = field[0] == 0xff;
        long value = isNegative ? -1 : 0;
        for (var i = 0; i < field.Length; i++)
        {
            var digit = i == 0 && !isNegative ? field[0] & 0x7f : field[i];
            value = value is >= 0 and <= long.MaxValue >> 8 or < 0 and >= long.MinValue >> 8 ? (value << 8) | (uint)digit : throw NoNumber(field);
        }

        return value;
    }

    private static InvalidDataException NoNumber(ReadOnlySpan<byte> field) =>
        new(string.Create(CultureInfo.InvariantCulture, $"A header of the archive has {Convert.ToHexString(field)} where a number should be."));
}
