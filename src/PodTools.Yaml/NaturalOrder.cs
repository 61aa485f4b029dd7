namespace PodTools.Yaml;

/// <summary>
/// The order of keys in printed YAML, as kubectl has it: numbers within names count as numbers (<c>a2</c> before
/// <c>a10</c>), and letters come after everything else.
/// </summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (a, b) = (left[common], right[common]);
        if (char.IsLetter(a) || char.IsLetter(b))
        {
            return char.IsLetter(a) && char.IsLetter(b) ? a.CompareTo(b) : char.IsLetter(a).CompareTo(char.IsLetter(b));
        }

        // Within a run of digits the number as a whole decides, so look back to where the run begins.
        var start = common;
        while (start > 0 && char.IsAsciiDigit(left[start - 1]))
        {
            start--;
        }

        var byNumber = CompareNumbers(DigitsFrom(left[start..]), DigitsFrom(right[start..]));
        return byNumber != 0 ? byNumber : a.CompareTo(b);
    }

    private static ReadOnlySpan<char> DigitsFrom(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..end];
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var left = a.TrimStart('0');
        var right = b.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length)
            : left.SequenceCompareTo(right) is var byDigit and not 0 ? byDigit
            : a.Length.CompareTo(b.Length);
    }
}
