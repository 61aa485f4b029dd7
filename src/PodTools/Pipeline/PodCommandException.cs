using System.Management.Automation;

namespace PodTools.Pipeline;

/// <summary>A failure that a cmdlet itself finds, with all that its error record needs.</summary>
public sealed class PodCommandException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="id">The stable id that scripts test for.</param>
    /// <param name="category">The category that fits.</param>
    /// <param name="message">What went wrong, in a full sentence.</param>
    /// <param name="advice">What to do about it; null when the message says it all.</param>
    /// <param name="cause">The exception behind it; null when there is none.</param>
    public PodCommandException(string id, ErrorCategory category, string message, string? advice = null, Exception? cause = null)
        : base(message, cause)
    {
        Id = id;
        Category = category;
        Advice = advice;
    }

    /// <summary>The stable id that scripts test for.</summary>
    public string Id { get; }

    /// <summary>The category that fits.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What to do about it; null when the message says it all.</summary>
    public string? Advice { get; }
}
