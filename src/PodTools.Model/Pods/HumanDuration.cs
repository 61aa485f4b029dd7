using System.Globalization;

namespace PodTools;

/// <summary>
/// Durations as kubectl prints ages: the two most telling units, and fewer the longer it lasts (<c>45s</c>, <c>5m3s</c>,
/// <c>4h5m</c>, <c>3d4h</c>, <c>2y30d</c>).
/// </summary>
public static class HumanDuration
{
    /// <summary>What is printed for a time that is not known.</summary>
    public const string Unknown = "<unknown>";

    /// <summary>Writes how long ago a time was.</summary>
    /// <param name="time">The time; null is <c>&lt;unknown&gt;</c>.</param>
    /// <param name="now">The time to count to.</param>
    public static string Since(DateTimeOffset? time, DateTimeOffset now) => time is { } start ? Format(now - start) : Unknown;

    /// <summary>Writes a limit as a person gave it, for sentences: <c>1 second</c>, <c>0.5 seconds</c>, <c>90 seconds</c>.</summary>
    /// <param name="limit">The limit.</param>
    public static string InSeconds(TimeSpan limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} second{(limit.TotalSeconds == 1 ? "" : "s")}");

    /// <summary>Writes a duration.</summary>
    /// <param name="duration">
    /// The duration. One that is up to a second below zero, as clocks differ, is <c>0s</c>; one further below is
    /// <c>&lt;invalid&gt;</c>.
    /// </param>
    public static string Format(TimeSpan duration)
    {
        var (seconds, minutes, hours) = ((long)duration.TotalSeconds, (long)duration.TotalMinutes, (long)duration.TotalHours);
        var days = hours / 24;
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            _ when minutes < 2 => Units(seconds, "s"),
            _ when minutes < 10 => Units(minutes, "m", seconds % 60, "s"),
            _ when hours < 3 => Units(minutes, "m"),
            _ when hours < 8 => Units(hours, "h", minutes % 60, "m"),
            _ when hours < 48 => Units(hours, "h"),
            _ when days < 8 => Units(days, "d", hours % 24, "h"),
            _ when days < 2 * 365 => Units(days, "d"),
            _ when days < 8 * 365 => Units(days / 365, "y", days % 365, "d"),
            _ => Units(days / 365, "y"),
        };
    }

    private static string Units(long count, string unit, long rest = 0, string restUnit = "") =>
        count.ToString(CultureInfo.InvariantCulture) + unit + (rest == 0 ? "" : rest.ToString(CultureInfo.InvariantCulture) + restUnit);
}
