using System.Globalization;
using System.Management.Automation;

namespace PodTools.Commands;

/// <summary>Takes durations as people write them: a time span, a number of seconds, or text such as <c>90s</c>, <c>5m</c> or <c>1h30m</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            TimeSpan span => span,
            IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal =>
                TimeSpan.FromSeconds(number.ToDouble(CultureInfo.InvariantCulture)),
            string text when TryParse(text, out var span) => span,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is no duration. Give a time span, a number of seconds, or text such as 90s, 5m or 1h30m."),
        };
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Such as <c>30</c>, <c>90s</c>, <c>1h30m</c>, <c>250ms</c> or <c>00:05:00</c>.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            duration = TimeSpan.FromSeconds(seconds);
            return true;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration) || TryParseUnits(text, out duration);
    }

    private static bool TryParseUnits(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        for (var rest = text.AsSpan().Trim(); rest.Length > 0;)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? rest.Length : end;
            var letters = rest[digits..].IndexOfAnyInRange('0', '9') is var next && next < 0 ? rest.Length - digits : next;
            if (digits == 0 || Unit(rest.Slice(digits, letters)) is not { } unit)
            {
                return false;
            }

            duration += unit * int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[(digits + letters)..];
        }

        return duration > TimeSpan.Zero;
    }

    private static TimeSpan? Unit(ReadOnlySpan<char> name) => name switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => null,
    };
}
