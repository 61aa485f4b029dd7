namespace PodTools;

/// <summary>A log that would tell more about a pod.</summary>
/// <param name="Container">The container.</param>
/// <param name="Previous">Whether it is the log before the last restart that tells it.</param>
public sealed record LogRequest(string Container, bool Previous);
