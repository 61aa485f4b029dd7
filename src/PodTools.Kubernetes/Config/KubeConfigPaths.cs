namespace PodTools.Kubernetes;

/// <summary>Finds the files that make up the kubeconfig.</summary>
internal sealed record KubeConfigPaths(IReadOnlyList<string> Existing)
{
    /// <summary>The files as <c>KUBECONFIG</c> lists them.</summary>
    internal string Text => string.Join(Path.PathSeparator, Existing);

    private static string? Listed => Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list ? list : null;

    private static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    /// <summary>Finds the files, as <see cref="KubeConfig.Load"/> documents.</summary>
    internal static KubeConfigPaths Find(string? path) => TryFind(path) ?? throw new KubeConfigException(
        KubernetesReason.NoKubeConfig,
        (path, Listed) switch
        {
            ({ }, _) => $"The kubeconfig {path} does not exist. Check the path, or leave it out for the usual one.",
            (_, { } list) => $"There is no kubeconfig: KUBECONFIG names {list}, and nothing of that exists. Check the path, or leave it out for the usual one.",
            _ => $"There is no kubeconfig: KUBECONFIG is not set and {DefaultPath} does not exist. Name one with -KubeConfig, log in to a cluster, or start a simulated one with Start-PodSimulator.",
        },
        path ?? Listed);

    // As kubectl does, files of a list that do not exist are passed over, as long as one does.
    internal static KubeConfigPaths? TryFind(string? path)
    {
        string[] paths = [.. (path ?? Listed ?? DefaultPath).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Path.GetFullPath).Distinct().Where(Path.Exists)];
        return paths.Length > 0 ? new(paths) : null;
    }
}
