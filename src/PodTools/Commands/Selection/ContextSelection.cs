namespace PodTools.Commands;

/// <summary>Finds the contexts that names with wildcards mean.</summary>
internal static class ContextSelection
{
    /// <summary>Finds the contexts.</summary>
    /// <param name="names">Names, with wildcards; none for the current context.</param>
    /// <param name="kubeConfig">The kubeconfig to look into; null for the usual places and the simulators.</param>
    /// <param name="choice">What counts where nothing is named.</param>
    /// <returns>
    /// Each context once, with its kubeconfig; nulls for the current ones. A name without wildcards is returned as it is,
    /// whether there is such a context or not.
    /// </returns>
    public static IReadOnlyList<(string? KubeConfig, string? Name)> Find(IReadOnlyCollection<string> names, string? kubeConfig, ClusterChoice choice) => names.Count == 0
        ? [(kubeConfig, null)]
        : [.. names.SelectMany(name => NamePattern.IsPattern(name) ? Matching(name, kubeConfig, choice) : [(kubeConfig, name)]).Distinct()];

    private static IEnumerable<(string? KubeConfig, string? Name)> Matching(string name, string? kubeConfig, ClusterChoice choice)
    {
        var pattern = new NamePattern(name);
        return KnownContexts.Find(kubeConfig, choice).Where(each => pattern.IsMatch(each.Name)).Select(each => ((string?)each.KubeConfig, (string?)each.Name));
    }
}
