namespace PodTools.Simulator.Api.Input;

/// <summary>What the query of a write asks for besides the write.</summary>
/// <param name="DryRun">Do everything but store the result.</param>
/// <param name="Manager">In whose name fields are owned.</param>
/// <param name="Validation">What to do about unknown and duplicate fields.</param>
/// <param name="Force">Whether an apply takes fields from other managers.</param>
internal sealed record WriteOptions(bool DryRun, string Manager, FieldValidation Validation, bool Force)
{
    /// <summary>Reads and checks the options.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The API's name for such options, as <c>CreateOptions</c>.</param>
    /// <exception cref="ApiException">422 for values that the options do not have.</exception>
    public static WriteOptions Parse(ApiRequest request, string kind)
    {
        var query = request.Query;
        var validation = query["fieldValidation"] ?? "";
        if (validation is not ("" or "Ignore" or "Strict" or "Warn"))
        {
            throw ApiException.InvalidOptions(
                kind, FieldCause.NotSupported("fieldValidation", $"\"{validation}\"", "", "Ignore", "Strict", "Warn"));
        }

        return new WriteOptions(
            IsDryRun(query.All("dryRun"), kind),
            query["fieldManager"] is { Length: > 0 } manager ? manager : ManagerOf(request.Exchange.Request.Headers["User-Agent"]),
            validation.Length == 0 ? FieldValidation.Warn : Enum.Parse<FieldValidation>(validation),
            query.IsOn("force"));
    }

    /// <summary>Whether the values of <c>dryRun</c> ask for one.</summary>
    /// <exception cref="ApiException">422 for anything but <c>All</c>.</exception>
    public static bool IsDryRun(IEnumerable<string> values, string kind)
    {
        var asked = values.Where(value => value.Length > 0).ToList();
        return asked.All(value => value == "All")
            ? asked.Count > 0
            : throw ApiException.InvalidOptions(kind, FieldCause.NotSupported(
                "dryRun", $"[]string{{{string.Join(", ", asked.Select(value => $"\"{value}\""))}}}", "All"));
    }

    // The name of the program, as the API takes it where the client names no manager.
    private static string ManagerOf(string? userAgent) => (userAgent ?? "unknown").Split('/', 2)[0];
}
