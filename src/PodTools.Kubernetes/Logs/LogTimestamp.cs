using System.Globalization;

namespace PodTools.Kubernetes.Logs;

/// <summary>
/// The time that the API puts before a log line: RFC 3339 with up to nine digits of a second's fraction, which is more
/// than <see cref="DateTimeOffset"/> holds and all that tells two lines apart when a log is read again.
/// </summary>
internal readonly record struct LogTimestamp(long UnixSeconds, int Nanosecond, short OffsetMinutes) : IComparable<LogTimestamp>
{
    private const int SecondsLength = 19;
    private const int FractionDigits = 9;

    /// <summary>Reads the time at the start of a line, up to and including the space after it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="timestamp">The time.</param>
    /// <param name="length">How many bytes it took.</param>
    /// <returns>False when the line does not start with a time.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out LogTimestamp timestamp, out int length)
    {
        timestamp = default;
        length = 0;
        if (line.Length <= SecondsLength || !TryReadSeconds(line[..SecondsLength], out var seconds))
        {
            return false;
        }

        var position = SecondsLength;
        var nanosecond = ReadFraction(line, ref position);
        if (!TryReadOffset(line, ref position, out var offset))
        {
            return false;
        }

        // A line may be empty: then some servers end it right after the time.
        length = position < line.Length && line[position] == ' ' ? position + 1 : position;
        timestamp = new LogTimestamp(seconds - (offset * 60L), nanosecond, offset);
        return length > position || position == line.Length;
    }

    public int CompareTo(LogTimestamp other)
    {
        var bySecond = UnixSeconds.CompareTo(other.UnixSeconds);
        return bySecond != 0 ? bySecond : Nanosecond.CompareTo(other.Nanosecond);
    }

    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.FromUnixTimeSeconds(UnixSeconds)
            .AddTicks(Nanosecond / TimeSpan.NanosecondsPerTick)
            .ToOffset(TimeSpan.FromMinutes(OffsetMinutes));

    public override string ToString()
    {
        var local = DateTimeOffset.FromUnixTimeSeconds(UnixSeconds + (OffsetMinutes * 60L));
        var sign = OffsetMinutes < 0 ? '-' : '+';
        var offset = Math.Abs((int)OffsetMinutes);
        var zone = offset == 0 ? "Z" : string.Create(CultureInfo.InvariantCulture, $"{sign}{offset / 60:00}:{offset % 60:00}");
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-ddTHH:mm:ss}.{Nanosecond:000000000}{zone}");
    }

    private static bool TryReadSeconds(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        Span<char> characters = stackalloc char[SecondsLength];
        for (var i = 0; i < text.Length; i++)
        {
            characters[i] = (char)text[i];
        }

        if (!DateTime.TryParseExact(
            characters,
            "yyyy-MM-dd'T'HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time))
        {
            return false;
        }

        unixSeconds = new DateTimeOffset(time).ToUnixTimeSeconds();
        return true;
    }

    private static int ReadFraction(ReadOnlySpan<byte> line, ref int position)
    {
        if (line[position] != '.')
        {
            return 0;
        }

        position++;
        var nanosecond = 0;
        var digits = 0;
        for (; position < line.Length && char.IsAsciiDigit((char)line[position]) && digits < FractionDigits; position++, digits++)
        {
            nanosecond = (nanosecond * 10) + (line[position] - '0');
        }

        for (; digits < FractionDigits; digits++)
        {
            nanosecond *= 10;
        }

        return nanosecond;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> line, ref int position, out short minutes)
    {
        minutes = 0;
        if (position >= line.Length)
        {
            return false;
        }

        if (line[position] == 'Z')
        {
            position++;
            return true;
        }

        // +hh:mm
        var zone = line[position..];
        if (zone.Length < 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':'
            || !int.TryParse(zone[1..3], CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(zone[4..6], CultureInfo.InvariantCulture, out var minute))
        {
            return false;
        }

        minutes = (short)((zone[0] == '-' ? -1 : 1) * ((hour * 60) + minute));
        position += 6;
        return true;
    }
}
