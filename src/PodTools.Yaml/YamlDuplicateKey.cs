namespace PodTools.Yaml;

/// <summary>A key that stands twice in one map. The last value wins, as it does for the API server.</summary>
/// <param name="Path">The path of the field.</param>
/// <param name="Position">Where the key stands the second time.</param>
/// <param name="First">Where the key stands the first time.</param>
public sealed record YamlDuplicateKey(string Path, SourcePosition Position, SourcePosition First);
