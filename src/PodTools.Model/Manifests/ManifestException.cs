namespace PodTools.Manifests;

/// <summary>A text that is no manifest: broken YAML or JSON, or something other than objects.</summary>
/// <param name="issue">What is wrong, where, and what to do.</param>
/// <param name="inner">The parser's own exception.</param>
public sealed class ManifestException(PodManifestIssue issue, Exception? inner = null) : FormatException(issue.ToString(), inner)
{
    /// <summary>What is wrong, where, and what to do.</summary>
    public PodManifestIssue Issue { get; } = issue;
}
