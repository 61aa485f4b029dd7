namespace PodTools.Kubernetes.Copy;

/// <summary>How to copy.</summary>
public sealed record CopyOptions
{
    /// <summary>The container; null for the pod's default one.</summary>
    public string? Container { get; init; }

    /// <summary>Receives how far the copy is, after each piece; may be null.</summary>
    public IProgress<CopyProgress>? Progress { get; init; }

    /// <summary>Whether what arrived is compared by checksum, where the container can compute one, and not only by size.</summary>
    public bool Checksum { get; init; } = true;
}
