namespace PodTools.Kubernetes;

/// <summary>Finds the files that make up the kubeconfig.</summary>
internal sealed record KubeConfigPaths(IReadOnlyList<string> Existing)
{
    /// <summary>The files as <c>KUBECONFIG</c> lists them.</summary>
    internal string Text => string.Join(Path.PathSeparator, Existing);

    /// <summary>Finds the files, as <see cref="KubeConfig.Load"/> documents.</summary>
    internal static KubeConfigPaths Find(string? path) => TryFind(path) ?? throw new KubeConfigException(
        KubernetesReason.NoKubeConfig,
        $"There is no kubeconfig: KUBECONFIG is not set and {DefaultPath} does not exist. Name one with -KubeConfig, log in to a cluster, or start a simulated one with Start-PodSimulator.");

    /// <summary>Finds the files; null when nothing says where, and the usual place is empty.</summary>
    internal static KubeConfigPaths? TryFind(string? path)
    {
        if (path is not null)
        {
            return Given(path, $"The kubeconfig {path} does not exist.");
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list)
        {
            return Given(list, $"There is no kubeconfig: KUBECONFIG names {list}, and nothing of that exists.");
        }

        return File.Exists(DefaultPath) ? new([DefaultPath]) : null;
    }

    private static string DefaultPath { get; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    // As kubectl does, files of the list that do not exist are passed over, as long as one does.
    private static KubeConfigPaths Given(string list, string missing)
    {
        string[] paths = [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Path.GetFullPath).Distinct().Where(File.Exists)];
        return paths.Length > 0
            ? new(paths)
            : throw new KubeConfigException(KubernetesReason.NoKubeConfig, missing + " Check the path, or leave it out for the usual one.", list);
    }
}
