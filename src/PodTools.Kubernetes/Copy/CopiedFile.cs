namespace PodTools.Kubernetes.Copy;

/// <summary>A file that was copied.</summary>
/// <param name="RemotePath">Its path in the container.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">Its checksum in hexadecimal digits, or null.</param>
internal sealed record CopiedFile(string RemotePath, long Length, string? Hash);
