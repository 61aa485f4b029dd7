using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace PodTools;

/// <summary>How quantities are written: the API's grammar, its rounding and its canonical form.</summary>
internal static partial class QuantitySyntax
{
    /// <summary>The finest part that the API keeps.</summary>
    public const long NanosPerUnit = 1_000_000_000;

    /// <summary>Beyond this no amount makes sense, and computing with it would cost memory.</summary>
    private const int GreatestExponent = 100;

    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>Reads a quantity as billionths: finer parts are rounded away from zero, so that some stays some.</summary>
    /// <returns>False when the text is no quantity.</returns>
    public static bool TryReadNanos(string? text, out BigInteger nanos, out QuantityFormat format)
    {
        (nanos, format) = (default, default);
        var match = Shape().Match(text ?? "");
        if (!match.Success || !TryReadSuffix(match.Groups["suffix"].Value, out var ten, out var two, out format))
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse("0" + match.Groups["whole"].Value + fraction, CultureInfo.InvariantCulture) << two;
        nanos = Scale(digits, ten - fraction.Length + 9);
        if (format == QuantityFormat.BinarySI)
        {
            // As the API does: binary amounts end at 63 bits, and parts of one are written in decimal.
            nanos = BigInteger.Min(nanos, (BigInteger)long.MaxValue * NanosPerUnit);
            format = nanos > 0 && nanos < NanosPerUnit ? QuantityFormat.DecimalSI : format;
        }

        nanos = match.Groups["sign"].Value == "-" ? -nanos : nanos;
        return true;
    }

    /// <summary>Writes billionths in canonical form: no fraction, and the greatest suffix that loses nothing.</summary>
    public static string Write(BigInteger nanos, QuantityFormat format)
    {
        if (nanos.IsZero)
        {
            return "0";
        }

        var isWhole = nanos % NanosPerUnit == 0;
        return format switch
        {
            QuantityFormat.BinarySI when isWhole && BigInteger.Abs(nanos) >= 1024L * NanosPerUnit =>
                WithGreatest(nanos / NanosPerUnit, 1024, BinarySuffixes),
            QuantityFormat.DecimalExponent => WithGreatest(nanos, 1000, [.. Enumerable.Range(-3, 40).Select(ExponentSuffix)]),
            _ => WithGreatest(nanos, 1000, DecimalSuffixes),
        };
    }

    /// <summary>Divides, and rounds a remainder away from zero.</summary>
    public static BigInteger DivideAwayFromZero(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.IsZero ? quotient : quotient + dividend.Sign;
    }

    private static BigInteger Scale(BigInteger value, int exponent) => exponent >= 0
        ? value * BigInteger.Pow(10, exponent)
        : DivideAwayFromZero(value, BigInteger.Pow(10, -exponent));

    private static bool TryReadSuffix(string suffix, out int ten, out int two, out QuantityFormat format)
    {
        (ten, two, format) = (0, 0, QuantityFormat.DecimalSI);
        if (Array.IndexOf(DecimalSuffixes, suffix) is >= 0 and var index)
        {
            ten = (index - 3) * 3;
            return true;
        }

        if (Array.IndexOf(BinarySuffixes, suffix) is >= 0 and var power)
        {
            (two, format) = (power * 10, QuantityFormat.BinarySI);
            return true;
        }

        format = QuantityFormat.DecimalExponent;
        return suffix[0] is 'e' or 'E'
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out ten)
            && Math.Abs(ten) <= GreatestExponent;
    }

    private static string WithGreatest(BigInteger value, int step, string[] suffixes)
    {
        var suffix = 0;
        while (suffix < suffixes.Length - 1 && value % step == 0)
        {
            value /= step;
            suffix++;
        }

        return value.ToString(CultureInfo.InvariantCulture) + suffixes[suffix];
    }

    private static string ExponentSuffix(int thousands) => thousands == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"e{thousands * 3}");

    [GeneratedRegex(@"^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<=\d\.?)(?<suffix>[a-zA-Z]*|[eE][+-]?\d+)\z", RegexOptions.ECMAScript)]
    private static partial Regex Shape();
}
