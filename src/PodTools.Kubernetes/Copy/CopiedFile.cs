namespace PodTools.Kubernetes.Copy;

/// <summary>A file that was copied.</summary>
/// <param name="RemotePath">Its path in the container.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">Its checksum in hexadecimal digits, or null.</param>
/// <param name="LocalPath">Where it was written to on this machine; null when it was copied into the container.</param>
internal sealed record CopiedFile(string RemotePath, long Length, string? Hash, string? LocalPath = null);
