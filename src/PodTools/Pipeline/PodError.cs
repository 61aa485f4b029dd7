using System.Management.Automation;

namespace PodTools.Pipeline;

/// <summary>
/// A failure as a user of PowerShell meets it: an exception with a stable id, a category, the object it happened to
/// and what to do about it. Kept apart from <see cref="ErrorRecord"/>, which holds nothing outside the engine.
/// </summary>
/// <param name="Exception">The cause; its message is what is shown.</param>
/// <param name="Id">The stable id that scripts test for, such as <c>PodNotFound</c>.</param>
/// <param name="Category">The category that fits.</param>
/// <param name="Target">The object that the failure belongs to; null when there is none.</param>
/// <param name="Advice">What to do about it; null when the message says it all.</param>
public sealed record PodError(Exception Exception, string Id, ErrorCategory Category, object? Target = null, string? Advice = null)
{
    /// <summary>What is shown to the user.</summary>
    public string Message => Exception.Message;

    /// <summary>The engine's own form of this failure.</summary>
    /// <returns>A record that carries everything this one does.</returns>
    internal ErrorRecord ToRecord() => new(Exception, Id, Category, Target)
    {
        ErrorDetails = new ErrorDetails(Message) { RecommendedAction = Advice ?? string.Empty },
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Message}";
}
