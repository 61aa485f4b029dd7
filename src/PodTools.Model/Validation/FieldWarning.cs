namespace PodTools.Validation;

/// <summary>Something that the API server takes but that will probably not do what is meant.</summary>
/// <param name="Field">The field.</param>
/// <param name="Message">What is wrong, in the words of the server where it warns of it.</param>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Advice">What to do; empty when the message says it.</param>
/// <param name="FromServer">Whether the API server warns of it too, in a header <c>Warning</c>.</param>
public sealed record FieldWarning(string Field, string Message, string Rule, string Advice = "", bool FromServer = false)
{
    /// <summary>The warning as the API server writes it.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
