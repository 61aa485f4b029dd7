namespace PodTools.Kubernetes;

/// <summary>How long and how patiently to wait for a pod.</summary>
public sealed record PodWaitOptions
{
    /// <summary>The options used where none are given: no limit, and failing early.</summary>
    public static PodWaitOptions Default { get; } = new();

    /// <summary>How long to wait; null for as long as it takes, zero to look once.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether to give up as soon as the condition can no longer come true without help.</summary>
    public bool FailFast { get; init; } = true;

    /// <summary>The uid of the pod that is meant; null for whichever pod has the name.</summary>
    public string? Uid { get; init; }

    /// <summary>Receives what each new state means, for progress; may be null.</summary>
    public Action<PodWaitVerdict>? OnProgress { get; init; }
}
