using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using PodTools.Json;

namespace PodTools;

/// <summary>
/// An amount of a resource, such as <c>500m</c> of cpu or <c>128Mi</c> of memory: the API's <c>Quantity</c>. It computes
/// exactly, to a billionth, and keeps the text that it was read from.
/// </summary>
[JsonConverter(typeof(QuantityJsonConverter))]
[TypeConverter(typeof(ParsableConverter<Quantity>))]
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>, IComparable, IParsable<Quantity>
{
    private readonly string? _text;

    /// <summary>Makes a quantity of billionths.</summary>
    internal Quantity(BigInteger nanos, QuantityFormat format, string? text = null)
    {
        Nanos = nanos;
        Format = format;
        _text = text;
    }

    /// <summary>The family of suffixes that it is written with.</summary>
    public QuantityFormat Format { get; }

    /// <summary>Whether the amount is 0.</summary>
    public bool IsZero => Nanos.IsZero;

    /// <summary>The amount in the API's canonical form: <c>0.5</c> is <c>500m</c>, <c>1024Mi</c> is <c>1Gi</c>.</summary>
    public string Canonical => QuantitySyntax.Write(Nanos, Format);

    /// <summary>The amount in billionths.</summary>
    internal BigInteger Nanos { get; }

    /// <summary>Makes a quantity of a whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Quantity(long value) => FromDecimal(value);

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">The text, such as <c>500m</c>.</param>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static implicit operator Quantity(string text) => Parse(text);

    /// <summary>The amount as a decimal number.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <exception cref="OverflowException">It is beyond what a decimal holds.</exception>
    public static explicit operator decimal(Quantity quantity) => quantity.ToDecimal();

    /// <summary>The amount as a floating-point number, rounded to what that holds.</summary>
    /// <param name="quantity">The quantity.</param>
    public static explicit operator double(Quantity quantity) => quantity.ToDouble();

    /// <summary>The amount rounded up to a whole number.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <exception cref="OverflowException">It is beyond 64 bits.</exception>
    public static explicit operator long(Quantity quantity) => quantity.ToInt64();

    /// <summary>Whether two quantities are the same amount, however they are written.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    /// <summary>Whether two quantities are different amounts.</summary>
    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    /// <summary>Whether the first is the smaller amount.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first is at most the second.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first is the greater amount.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first is at least the second.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>The sum, in the format of the first.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Nanos + right.Nanos, left.Format);

    /// <summary>The difference, in the format of the first.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Nanos - right.Nanos, left.Format);

    /// <summary>Makes a quantity of a decimal number; what is finer than a billionth is rounded away from zero.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">The suffixes to write it with.</param>
    public static Quantity FromDecimal(decimal value, QuantityFormat format = QuantityFormat.DecimalSI)
    {
        QuantitySyntax.TryReadNanos(value.ToString(CultureInfo.InvariantCulture), out var nanos, out _);
        return new Quantity(nanos, format);
    }

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">The text, such as <c>500m</c>, <c>1.5Gi</c> or <c>1e3</c>.</param>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text) => TryParse(text, out var quantity) ? quantity : throw new FormatException(SyntaxMessage(text));

    /// <inheritdoc/>
    public static Quantity Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quantity">The quantity.</param>
    /// <returns>False when the text is no quantity.</returns>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        var ok = QuantitySyntax.TryReadNanos(text, out var nanos, out var format);
        quantity = ok ? new Quantity(nanos, format, text) : default;
        return ok;
    }

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out Quantity result) => TryParse(s, out result);

    /// <summary>The amount as a decimal number.</summary>
    /// <exception cref="OverflowException">It is beyond what a decimal holds.</exception>
    public decimal ToDecimal() => (decimal)Nanos / QuantitySyntax.NanosPerUnit;

    /// <summary>The amount as a floating-point number, rounded to what that holds.</summary>
    public double ToDouble() => (double)Nanos / QuantitySyntax.NanosPerUnit;

    /// <summary>The amount rounded up to a whole number, as the API rounds: 100m of a cpu is 1 cpu.</summary>
    /// <exception cref="OverflowException">It is beyond 64 bits.</exception>
    public long ToInt64() => (long)QuantitySyntax.DivideAwayFromZero(Nanos, QuantitySyntax.NanosPerUnit);

    /// <summary>The amount in thousandths, rounded up: the API's measure of cpu.</summary>
    /// <exception cref="OverflowException">It is beyond 64 bits.</exception>
    public long ToMilli() => (long)QuantitySyntax.DivideAwayFromZero(Nanos, QuantitySyntax.NanosPerUnit / 1000);

    /// <inheritdoc/>
    public bool Equals(Quantity other) => Nanos == other.Nanos;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Nanos.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Nanos.CompareTo(other.Nanos);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Quantity other => CompareTo(other),
        string text => CompareTo(Parse(text)),
        IConvertible number => CompareTo(FromDecimal(number.ToDecimal(CultureInfo.InvariantCulture))),
        _ => throw new ArgumentException($"A quantity cannot be compared with a {obj.GetType().Name}.", nameof(obj)),
    };

    /// <summary>The text that it was read from, or its canonical form when it was computed.</summary>
    public override string ToString() => _text ?? Canonical;

    /// <summary>What to say of a text that is no quantity.</summary>
    internal static string SyntaxMessage(string? text) =>
        $"\"{text}\" is no quantity. Write a number with an optional suffix (n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or an exponent such as e3): 500m, 1.5, 128Mi.";
}
