namespace PodTools.Kubernetes.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Bytes">The line without its line feed; overwritten when the next one is read.</param>
/// <param name="Terminated">Whether a line feed ended it. The last line of a log may have none, or may have been cut.</param>
internal readonly record struct LogLine(ReadOnlyMemory<byte> Bytes, bool Terminated);
