namespace PodTools.Manifests;

/// <summary>What a manifest is written in.</summary>
public enum ManifestFormat
{
    /// <summary>YAML.</summary>
    Yaml,

    /// <summary>JSON.</summary>
    Json,
}
