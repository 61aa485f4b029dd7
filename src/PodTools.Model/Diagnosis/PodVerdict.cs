namespace PodTools;

/// <summary>What a rule makes of the evidence.</summary>
/// <param name="Cause">What is wrong.</param>
/// <param name="Summary">It in one sentence.</param>
/// <param name="Suggestion">What to do.</param>
internal sealed record PodVerdict(PodCause Cause, string Summary, string? Suggestion)
{
    /// <summary>The container that it is about.</summary>
    public string? Container { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }
}
