using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using PodTools.Json;

namespace PodTools;

/// <summary>A number or a name, such as a port: the API's <c>IntOrString</c>.</summary>
[JsonConverter(typeof(IntOrStringJsonConverter))]
[TypeConverter(typeof(ParsableConverter<IntOrString>))]
public readonly record struct IntOrString : IComparable<IntOrString>, IComparable, IParsable<IntOrString>
{
    private readonly string? _text;

    /// <summary>Makes a number.</summary>
    /// <param name="number">The number.</param>
    public IntOrString(int number) => Number = number;

    /// <summary>Makes a text, also when it reads like a number.</summary>
    /// <param name="text">The text.</param>
    public IntOrString(string text) => _text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Whether it is a number, not a name.</summary>
    public bool IsNumber => _text is null;

    /// <summary>The number; 0 when it is a name.</summary>
    public int Number { get; }

    /// <summary>The name; null when it is a number.</summary>
    public string? Text => _text;

    /// <summary>Makes a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator IntOrString(int number) => new(number);

    /// <summary>Makes a name, also when it reads like a number; <see cref="Parse(string)"/> tells them apart.</summary>
    /// <param name="text">The name.</param>
    public static implicit operator IntOrString(string text) => new(text);

    /// <summary>Whether the first sorts before the second.</summary>
    public static bool operator <(IntOrString left, IntOrString right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first sorts before the second or equals it.</summary>
    public static bool operator <=(IntOrString left, IntOrString right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first sorts after the second.</summary>
    public static bool operator >(IntOrString left, IntOrString right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first sorts after the second or equals it.</summary>
    public static bool operator >=(IntOrString left, IntOrString right) => left.CompareTo(right) >= 0;

    /// <summary>Reads what a person typed: digits are a number, everything else is a name.</summary>
    /// <param name="text">The text.</param>
    public static IntOrString Parse(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new(number) : new(text);

    /// <inheritdoc/>
    public static IntOrString Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out IntOrString result)
    {
        result = s is null ? default : Parse(s);
        return s is not null;
    }

    /// <summary>Sorts numbers before names, numbers by size and names by their characters.</summary>
    /// <param name="other">What to compare with.</param>
    public int CompareTo(IntOrString other) => (IsNumber, other.IsNumber) switch
    {
        (true, true) => Number.CompareTo(other.Number),
        (false, false) => string.CompareOrdinal(_text, other._text),
        (true, false) => -1,
        (false, true) => 1,
    };

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        IntOrString other => CompareTo(other),
        int number => CompareTo(new IntOrString(number)),
        string text => CompareTo(Parse(text)),
        _ => throw new ArgumentException($"A number or a name cannot be compared with a {obj.GetType().Name}.", nameof(obj)),
    };

    /// <summary>The number or the name as text.</summary>
    public override string ToString() => _text ?? Number.ToString(CultureInfo.InvariantCulture);
}
