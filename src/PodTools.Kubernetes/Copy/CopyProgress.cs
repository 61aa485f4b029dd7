namespace PodTools.Kubernetes.Copy;

/// <summary>How far a copy is.</summary>
/// <param name="Path">The file being copied.</param>
/// <param name="Bytes">The bytes of all files that were copied so far.</param>
/// <param name="Total">The bytes that there are to copy; null when the container does not tell.</param>
public readonly record struct CopyProgress(string Path, long Bytes, long? Total);
