using System.Globalization;
using PodTools.Validation;

namespace PodTools.Selectors;

/// <summary>Reads a label selector as the API server does, to the words of its errors.</summary>
/// <param name="text">The selector.</param>
internal sealed class LabelSelectorParser(string text)
{
    private const string BinaryOperators = "in, notin, =, ==, !=, gt, lt";
    private readonly LabelTokens _tokens = new(text);

    /// <summary>Reads all requirements.</summary>
    /// <exception cref="SelectorSyntaxException">The text is no label selector.</exception>
    public IReadOnlyList<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (_tokens.Peek() is { Length: > 0 } token)
        {
            if (!StartsRequirement(token))
            {
                throw Fail($"found '{token}', expected: !, identifier, or 'end of string'");
            }

            requirements.Add(ParseRequirement());
            ParseSeparator();
        }

        return requirements;
    }

    /// <summary>Checks the parts of a requirement that was not written as text.</summary>
    /// <exception cref="SelectorSyntaxException">The key or a value is not valid.</exception>
    public static LabelRequirement Checked(LabelRequirement requirement, string selector)
    {
        foreach (var error in ErrorsOf(requirement))
        {
            throw new SelectorSyntaxException(selector, $"unable to parse requirement: {error}");
        }

        return requirement;
    }

    private static bool StartsRequirement(string token) => token == "!" || LabelTokens.IsWord(token);

    private static IEnumerable<string> ErrorsOf(LabelRequirement requirement)
    {
        var (key, values) = (requirement.Key, requirement.Values);
        if (Joined(NameSyntax.QualifiedName(key)) is { } keyErrors)
        {
            yield return $"<nil>: Invalid value: \"{key}\": {keyErrors}";
        }

        var isNumeric = requirement.Operator is LabelOperator.GreaterThan or LabelOperator.LessThan;
        for (var i = 0; i < values.Count; i++)
        {
            if (isNumeric && !long.TryParse(values[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                yield return $"values[{i}]: Invalid value: \"{values[i]}\": for 'Gt', 'Lt' operators, the value must be an integer";
            }

            if (Joined(NameSyntax.LabelValue(values[i])) is { } valueErrors)
            {
                yield return $"values[{i}][{key}]: Invalid value: \"{values[i]}\": {valueErrors}";
            }
        }
    }

    private static string? Joined(IEnumerable<string> errors) => string.Join("; ", errors) is { Length: > 0 } joined ? joined : null;

    private void ParseSeparator()
    {
        var separator = _tokens.Take();
        if (separator is not ("," or ""))
        {
            throw Fail($"found '{separator}', expected: ',' or 'end of string'");
        }

        if (separator == "," && !StartsRequirement(_tokens.Peek()))
        {
            throw Fail($"found '{_tokens.Peek()}', expected: identifier after ','");
        }
    }

    private LabelRequirement ParseRequirement()
    {
        var negated = _tokens.Peek() == "!";
        if (negated)
        {
            _tokens.Take();
        }

        var key = TakeWord("identifier");
        var isBare = negated || _tokens.Peek() is "" or ",";
        var comparison = isBare
            ? (Operator: negated ? LabelOperator.DoesNotExist : LabelOperator.Exists, Values: [])
            : ParseComparison(key);
        return Checked(new LabelRequirement(key, comparison.Operator, [.. comparison.Values.Order(StringComparer.Ordinal)]), text);
    }

    private (LabelOperator Operator, IEnumerable<string> Values) ParseComparison(string key)
    {
        // A bad key is told before a bad operator.
        Checked(new LabelRequirement(key, LabelOperator.Exists, []), text);
        var token = _tokens.Take();
        return token switch
        {
            "=" or "==" => (LabelOperator.Equals, [ParseValue()]),
            "!=" => (LabelOperator.NotEquals, [ParseValue()]),
            ">" => (LabelOperator.GreaterThan, [ParseValue()]),
            "<" => (LabelOperator.LessThan, [ParseValue()]),
            "in" => (LabelOperator.In, ParseValues()),
            "notin" => (LabelOperator.NotIn, ParseValues()),
            _ => throw FailRequirement($"found '{token}', expected: {BinaryOperators}"),
        };
    }

    private string ParseValue() => _tokens.Peek() is "" or "," ? "" : TakeWord("identifier");

    private HashSet<string> ParseValues()
    {
        if (_tokens.Take() is not "(" and var token)
        {
            throw FailRequirement($"found '{token}' expected: '('");
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        if (_tokens.Peek() == ")")
        {
            _tokens.Take();
            return values;
        }

        // An empty place, as in (a,,b) and (,a), stands for the empty value.
        do
        {
            values.Add(_tokens.Peek() is "," or ")" ? "" : TakeWord("',', ')' or identifier"));
        }
        while (TakeValueSeparator() == ",");
        return values;
    }

    private string TakeValueSeparator() =>
        _tokens.Take() is var token && token is "," or ")" ? token : throw FailRequirement($"found '{token}', expected: ',' or ')'");

    private string TakeWord(string expected) =>
        _tokens.Take() is var token && LabelTokens.IsWord(token) ? token : throw FailRequirement($"found '{token}', expected: {expected}");

    private SelectorSyntaxException FailRequirement(string message) => Fail($"unable to parse requirement: {message}");

    private SelectorSyntaxException Fail(string message) => new(text, message);
}
