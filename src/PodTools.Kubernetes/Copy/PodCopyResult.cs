namespace PodTools;

/// <summary>What one copy did.</summary>
public sealed class PodCopyResult
{
    /// <summary>The context of the pod.</summary>
    public string? Context { get; init; }

    /// <summary>The pod's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The pod's name.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The container's name.</summary>
    public string Container { get; init; } = "";

    /// <summary>Which way the copy went.</summary>
    public PodCopyDirection Direction { get; init; }

    /// <summary>What was copied: a path on this machine or in the container.</summary>
    public string Source { get; init; } = "";

    /// <summary>Where it was copied to.</summary>
    public string Destination { get; init; } = "";

    /// <summary>How many files were copied; folders and links are not counted.</summary>
    public int Files { get; init; }

    /// <summary>The bytes of these files.</summary>
    public long Bytes { get; init; }

    /// <summary>What was left out on purpose, each with the reason.</summary>
    public IReadOnlyList<PodCopySkip> Skipped { get; init; } = [];

    /// <summary>The container's tool that did the work on its side: <c>tar</c>, <c>cat</c>, <c>dd</c> or <c>head</c>.</summary>
    public string Tool { get; init; } = "";

    /// <summary>
    /// By what the result was verified: <c>md5sum</c> or <c>sha256sum</c> where the container has it, else <c>size</c>.
    /// </summary>
    public string Verification { get; init; } = "";

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} -> {Destination}";
}
