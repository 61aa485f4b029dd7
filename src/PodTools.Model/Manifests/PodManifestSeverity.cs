namespace PodTools;

/// <summary>How grave an issue of a manifest is.</summary>
public enum PodManifestSeverity
{
    /// <summary>Worth knowing, and often meant so.</summary>
    Information,

    /// <summary>The API server takes it, but it will probably not do what is meant.</summary>
    Warning,

    /// <summary>The API server refuses it.</summary>
    Error,
}
