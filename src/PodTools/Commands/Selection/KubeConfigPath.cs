namespace PodTools.Commands;

/// <summary>Makes full paths of kubeconfigs: relative ones start where the session is, which the process does not know of.</summary>
internal static class KubeConfigPath
{
    /// <summary>Resolves each file of a list that was given as <c>-KubeConfig</c>.</summary>
    /// <param name="given">One file or several, as in KUBECONFIG; null or empty for none.</param>
    /// <param name="fullPath">Resolves a path against the session's location.</param>
    public static string? Resolve(string? given, Func<string, string> fullPath) => string.IsNullOrEmpty(given)
        ? null
        : string.Join(Path.PathSeparator, given.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(fullPath));

    /// <summary>Resolves <c>KUBECONFIG</c> where that depends on the location, as a kubectl started there would.</summary>
    /// <param name="fullPath">Resolves a path against the session's location.</param>
    /// <returns>The files; null where the usual places are the same everywhere.</returns>
    public static string? Usual(Func<string, string> fullPath) =>
        Environment.GetEnvironmentVariable("KUBECONFIG") is { } listed
        && listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(path => !Path.IsPathFullyQualified(path))
            ? Resolve(listed, fullPath)
            : null;
}
