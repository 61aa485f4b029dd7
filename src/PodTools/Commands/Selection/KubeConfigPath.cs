using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Makes full paths of what is given as <c>-KubeConfig</c>.</summary>
internal static class KubeConfigPath
{
    /// <summary>Resolves each file of a list against the session's location.</summary>
    /// <param name="given">One file or several, as in KUBECONFIG; null or empty for none.</param>
    /// <param name="pipeline">Knows the location.</param>
    public static string? Resolve(string? given, IPipeline pipeline) => string.IsNullOrEmpty(given)
        ? null
        : string.Join(Path.PathSeparator, given.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(pipeline.FullPath));
}
