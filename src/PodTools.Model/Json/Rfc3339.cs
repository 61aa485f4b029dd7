using System.Globalization;
using System.Text.RegularExpressions;

namespace PodTools.Json;

/// <summary>Times as the API writes them: RFC 3339, in UTC when written, with any offset and any fraction when read.</summary>
internal static partial class Rfc3339
{
    private const int TicksDigits = 7;

    /// <summary>Reads a time.</summary>
    /// <returns>False when the text is no RFC 3339 time.</returns>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var match = Shape().Match(text);
        return match.Success
            && DateTimeOffset.TryParseExact(
                match.Groups["whole"].Value + Offset(match.Groups["offset"].Value),
                "yyyy-MM-dd'T'HH:mm:sszzz",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out time)
            && AddFraction(match.Groups["fraction"].Value, ref time);
    }

    /// <summary>Writes a time to the second, as the type <c>Time</c> is written.</summary>
    public static string ToSeconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a time to the microsecond, as the type <c>MicroTime</c> is written.</summary>
    public static string ToMicroseconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Offset(string offset) => offset == "Z" ? "+00:00" : offset;

    private static bool AddFraction(string digits, ref DateTimeOffset time)
    {
        // A tick is the seventh digit; what is finer (log lines carry nanoseconds) is cut off.
        var ticks = digits.Length == 0 ? "0" : digits.PadRight(TicksDigits, '0')[..TicksDigits];
        time = time.AddTicks(long.Parse(ticks, CultureInfo.InvariantCulture));
        return true;
    }

    [GeneratedRegex(@"^(?<whole>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([.,](?<fraction>\d+))?(?<offset>Z|[+-]\d\d:\d\d)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
