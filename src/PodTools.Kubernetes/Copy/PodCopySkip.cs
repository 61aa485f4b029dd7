namespace PodTools;

/// <summary>Something that a copy left out on purpose.</summary>
/// <param name="Path">Its path, as the archive or the folder names it.</param>
/// <param name="Reason">Why it was left out.</param>
public sealed record PodCopySkip(string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}
