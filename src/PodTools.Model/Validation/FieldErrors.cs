using System.Globalization;

namespace PodTools.Validation;

/// <summary>Collects the errors of an object in the order of the API server, in its words.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<FieldError> All => _errors;

    /// <summary>How many of them every API server has.</summary>
    public int Count => _errors.Count(error => error.Versions.AreAll);

    /// <summary>Takes over errors that were found apart.</summary>
    public void AddAll(IEnumerable<FieldError> found) => _errors.AddRange(found);

    public void Required(ReportedField field, Rule rule, string detail = "") =>
        Add(field, FieldErrorType.Required, "Required value", detail, rule);

    public void Invalid(ReportedField field, string value, string detail, Rule rule) => InvalidLiteral(field, GoText.Quote(value), detail, rule);

    public void Invalid(ReportedField field, long value, string detail, Rule rule) =>
        InvalidLiteral(field, value.ToString(CultureInfo.InvariantCulture), detail, rule);

    /// <summary>An error about a value that stands in the message as it is.</summary>
    public void InvalidLiteral(ReportedField field, string literal, string detail, Rule rule) =>
        Add(field, FieldErrorType.Invalid, $"Invalid value: {literal}", detail, rule);

    /// <summary>One error for each message, as many rules of names have several.</summary>
    public void InvalidEach(ReportedField field, string value, IEnumerable<string> details, Rule rule)
    {
        foreach (var detail in details)
        {
            Invalid(field, value, detail, rule);
        }
    }

    public void Duplicate(ReportedField field, string value, Rule rule) =>
        Add(field, FieldErrorType.Duplicate, $"Duplicate value: {GoText.Quote(value)}", "", rule);

    /// <summary>A value that is none of the allowed ones; those are named in the order given.</summary>
    public void NotSupported(ReportedField field, string value, IEnumerable<string> supported, Rule rule) => Add(
        field,
        FieldErrorType.NotSupported,
        $"Unsupported value: {GoText.Quote(value)}",
        $"supported values: {string.Join(", ", supported.Select(GoText.Quote))}",
        rule);

    public void Forbidden(ReportedField field, string detail, Rule rule) => Add(field, FieldErrorType.Forbidden, "Forbidden", detail, rule);

    public void NotFound(ReportedField field, string value, Rule rule, string detail = "") =>
        Add(field, FieldErrorType.NotFound, $"Not found: {GoText.Quote(value)}", detail, rule);

    public void TooLong(ReportedField field, int maximumBytes, Rule rule) =>
        Add(field, FieldErrorType.TooLong, "Too long", $"must have at most {maximumBytes} bytes", rule);

    /// <summary>A text that must be one of a few, or missing where <paramref name="optional"/>.</summary>
    public void OneOf(ReportedField field, string value, IReadOnlyCollection<string> supported, Rule rule, bool optional = true)
    {
        if (value.Length == 0 && !optional)
        {
            Required(field, rule);
        }
        else if (value.Length > 0 && !supported.Contains(value))
        {
            NotSupported(field, value, supported, rule);
        }
    }

    /// <summary>A number that must not be negative, when it is given.</summary>
    public void NotNegative(ReportedField field, long? value, Rule rule)
    {
        if (value < 0)
        {
            Invalid(field, value.Value, "must be greater than or equal to 0", rule);
        }
    }

    /// <summary>A number within bounds, when it is given.</summary>
    public void Between(ReportedField field, long? value, long minimum, long maximum, Rule rule)
    {
        if (value < minimum || value > maximum)
        {
            Invalid(field, value!.Value, $"must be between {minimum} and {maximum}, inclusive", rule);
        }
    }

    /// <summary>A text that must be there and follow a syntax.</summary>
    public void RequiredName(ReportedField field, string value, Func<string, IEnumerable<string>> syntax, Rule rule)
    {
        if (value.Length == 0)
        {
            Required(field, rule);
        }
        else
        {
            InvalidEach(field, value, syntax(value), rule);
        }
    }

    private void Add(ReportedField field, string type, string message, string detail, Rule rule) =>
        _errors.Add(
        new FieldError(field.Name, type, detail.Length == 0 ? message : $"{message}: {detail}", rule.Id, rule.Advice)
        {
            Place = field.Place,
            Versions = rule.Versions,
        });
}
