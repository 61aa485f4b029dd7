using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodTools.Yaml;

/// <summary>
/// What a scalar means in YAML 1.1 as Kubernetes reads it: the words for booleans and null, decimal, octal, hexadecimal and
/// binary numbers with underscores; everything else, times included, is text.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>The meaning of a plain scalar, one without quotes and tag.</summary>
    /// <exception cref="FormatException">The scalar is a number that JSON cannot hold.</exception>
    public static JsonNode? FromPlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF":
                throw new FormatException($"'{text}' is a number in YAML that JSON, and so the API, cannot hold. Quote it if it is text.");
            default:
                return MayBeNumber(text) && Number(text) is { } number ? JsonNode.Parse(number) : JsonValue.Create(text);
        }
    }

    /// <summary>The meaning of a scalar with a tag such as <c>!!str</c>.</summary>
    /// <exception cref="FormatException">The text does not fit its tag.</exception>
    public static JsonNode? FromTagged(string tag, string text) => tag switch
    {
        "tag:yaml.org,2002:null" => null,
        "tag:yaml.org,2002:bool" => FromPlain(text) is JsonValue value && value.TryGetValue<bool>(out _) ? value : throw NotA(tag, text),
        "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" => Number(text) is { } number ? JsonNode.Parse(number) : throw NotA(tag, text),
        "tag:yaml.org,2002:binary" => JsonValue.Create(Encoding.UTF8.GetString(Convert.FromBase64String(text))),
        _ => JsonValue.Create(text),
    };

    /// <summary>Whether a text that is written without quotes would read back as that text.</summary>
    public static bool ReadsAsText(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => false,
        ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" => false,
        _ => FromPlain(text) is JsonValue value && value.TryGetValue<string>(out _)
            && !(char.IsAsciiDigit(text[0]) && (Timestamp().IsMatch(text) || Base60().IsMatch(text))),
    };

    /// <summary>The JSON number that a scalar means, or null when it is not a number. Whole numbers keep every digit.</summary>
    private static string? Number(string text)
    {
        var plain = text.Contains('_', StringComparison.Ordinal) && text[0] != '.' ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (Integer(plain) is { } whole)
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        if (!Float().IsMatch(plain) || !double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // What is too large for a number is text, as it is for kubectl: 85e887 may well be the beginning of a commit's hash.
        return double.IsFinite(number) ? (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture) : null;
    }

    private static BigInteger? Integer(string text)
    {
        var match = WholeNumber().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var value = match switch
        {
            _ when match.Groups["hex"] is { Success: true } hex => Digits(hex.Value, 16),
            _ when match.Groups["octal"] is { Success: true } octal => Digits(octal.Value, 8),
            _ when match.Groups["binary"] is { Success: true } binary => Digits(binary.Value, 2),
            _ => BigInteger.Parse(match.Groups["decimal"].Value, CultureInfo.InvariantCulture),
        };
        return text[0] == '-' ? -value : value;
    }

    private static BigInteger Digits(string digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return value;
    }

    private static bool MayBeNumber(string text) =>
        text.Length <= MaxNumberLength && (char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.');

    private static FormatException NotA(string tag, string text) =>
        new($"'{text}' is not a {tag[(tag.LastIndexOf(':') + 1)..]}, though its tag says so. Correct the value or leave out the tag.");

    /// <summary>Longer digits are text: nobody means a number by them, and converting them takes time that grows with the square.</summary>
    private const int MaxNumberLength = 400;

    [GeneratedRegex("^[-+]?(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|0[oO]?(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt ])", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();

    /// <summary>YAML 1.1 has numbers to the base of 60, which other readers still see in <c>12:30</c>.</summary>
    [GeneratedRegex(@"^[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Base60();
}
