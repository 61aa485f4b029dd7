namespace PodTools.Commands;

/// <summary>A choice of cluster for the process; what is null is left to the kubeconfig.</summary>
/// <param name="KubeConfig">The kubeconfig.</param>
/// <param name="Context">The context in it.</param>
/// <param name="Namespace">The namespace to work in.</param>
internal sealed record ClusterChoice(string? KubeConfig, string? Context, string? Namespace)
{
    /// <summary>Everything is left to the kubeconfig.</summary>
    public static ClusterChoice None { get; } = new(null, null, null);

    /// <summary>The same choice with the kubeconfig that counts at a location, where that makes a difference.</summary>
    /// <param name="fullPath">Resolves a path against the session's location.</param>
    public ClusterChoice At(Func<string, string> fullPath) => KubeConfig is null ? this with { KubeConfig = KubeConfigPath.Usual(fullPath) } : this;
}
