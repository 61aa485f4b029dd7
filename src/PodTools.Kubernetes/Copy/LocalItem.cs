namespace PodTools.Kubernetes.Copy;

/// <summary>A file, folder or link of this machine that is to be copied.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Name">Its path below what is copied, with slashes; empty for that itself.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">A file's bytes when it was looked at; else 0.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Time">When it was last changed.</param>
/// <param name="LinkTarget">Where a link leads, as it is written; else null.</param>
internal sealed record LocalItem(
    string Path, string Name, LocalItemKind Kind, long Length, UnixFileMode Mode, DateTimeOffset Time, string? LinkTarget);
