namespace PodTools.Validation;

/// <summary>One reason why the API server refuses an object: what it reports as a cause of a 422 answer.</summary>
/// <param name="Field">The field, for instance <c>spec.containers[0].image</c>.</param>
/// <param name="Type">The reason of the cause, one of <see cref="FieldErrorType"/>.</param>
/// <param name="Message">The message of the cause, word for word: <c>Required value</c>.</param>
/// <param name="Rule">The id of the rule, for instance <c>ContainerImage</c>.</param>
/// <param name="Advice">What to do; empty when the message says it.</param>
public sealed record FieldError(string Field, string Type, string Message, string Rule, string Advice = "")
{
    /// <summary>Where the field stands, when the server's path does not say it: it leaves the index out of some.</summary>
    public string Place { get; init; } = Field;

    /// <summary>Which API servers refuse it.</summary>
    public ServerVersions Versions { get; init; }

    /// <summary>The error as the API server writes it into the message of its answer.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
