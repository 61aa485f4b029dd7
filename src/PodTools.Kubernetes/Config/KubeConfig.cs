using PodTools.Schema;

namespace PodTools.Kubernetes;

/// <summary>
/// A kubeconfig, perhaps merged of several files: the first file that has an entry of a name, or a current context, wins,
/// and relative paths are relative to the file they stand in.
/// </summary>
public sealed class KubeConfig
{
    private readonly Dictionary<string, KubeConfigEntry> _clusters = [];
    private readonly Dictionary<string, KubeConfigEntry> _users = [];
    private readonly Dictionary<string, KubeConfigEntry> _contexts = [];

    private KubeConfig(KubeConfigPaths paths)
    {
        Paths = paths.Existing;
        Path = paths.Text;
        foreach (var file in Paths.Select(KubeConfigFile.Read))
        {
            CurrentContext ??= file.CurrentContext;
            Merge(_clusters, file.Entries("clusters", "cluster"));
            Merge(_users, file.Entries("users", "user"));
            Merge(_contexts, file.Entries("contexts", "context"));
        }
    }

    /// <summary>The files, in the order in which they count.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The files as <c>KUBECONFIG</c> lists them.</summary>
    public string Path { get; }

    /// <summary>The name of the current context; null when none is set.</summary>
    public string? CurrentContext { get; }

    /// <summary>The contexts in the order of the files.</summary>
    /// <exception cref="KubeConfigException">A context has a field of the wrong type.</exception>
    public IReadOnlyList<KubeContext> Contexts => [.. _contexts.Values.Select(Describe)];

    /// <summary>Reads a kubeconfig.</summary>
    /// <param name="path">The file, or several separated as in <c>KUBECONFIG</c>; null takes <c>KUBECONFIG</c>, then <c>~/.kube/config</c>.</param>
    /// <returns>The kubeconfig.</returns>
    /// <exception cref="KubeConfigException">There is none, or it is malformed.</exception>
    public static KubeConfig Load(string? path = null) => new(KubeConfigPaths.Find(path));

    /// <summary>Whether it says nothing at all, as kubectl leaves it after the last context is deleted.</summary>
    internal bool IsEmpty => CurrentContext is null && _clusters.Count + _users.Count + _contexts.Count == 0;

    /// <summary>Resolves a context to all that is needed to use it.</summary>
    internal ClusterAccess Resolve(string? context)
    {
        var found = Find(context);
        var clusterName = found.Text("cluster") ?? throw found.Fail("", $"{found.Title} names no cluster.");
        var cluster = _clusters.GetValueOrDefault(clusterName)
            ?? throw found.Fail("cluster", $"{found.Title} names the cluster \"{clusterName}\", which the kubeconfig does not have. {Known("clusters", _clusters)}");
        var userName = found.Text("user");
        var user = userName is null
            ? null
            : _users.GetValueOrDefault(userName)
                ?? throw found.Fail("user", $"{found.Title} names the user \"{userName}\", which the kubeconfig does not have. {Known("users", _users)}");
        return ClusterEntry.Resolve(Path, found, cluster, user);
    }

    /// <summary>Everything that a context comes down to, as text that changes when any of it does.</summary>
    internal string Fingerprint(string? context)
    {
        var found = Find(context);
        var cluster = found.Text("cluster") is { } c ? _clusters.GetValueOrDefault(c) : null;
        var user = found.Text("user") is { } u ? _users.GetValueOrDefault(u) : null;
        return string.Join('\n', found.Fingerprint, cluster?.Fingerprint, cluster?.Content("certificate-authority"), user?.Fingerprint);
    }

    /// <summary>Finds a context; null takes the current one.</summary>
    internal KubeConfigEntry Find(string? name)
    {
        name ??= CurrentContext ?? throw new KubeConfigException(
            KubernetesReason.ContextNotFound, $"The kubeconfig {Path} has no current context. Name one. {Known("contexts", _contexts)}", Path);
        return _contexts.GetValueOrDefault(name) ?? throw new KubeConfigException(
            KubernetesReason.ContextNotFound, $"The kubeconfig {Path} has no context \"{name}\".{Nearest(name)} {Known("contexts", _contexts)}", Path);
    }

    private KubeContext Describe(KubeConfigEntry context)
    {
        var cluster = context.Text("cluster") ?? "";
        return new(
            context.Name,
            cluster,
            context.Text("user"),
            context.Text("namespace"),
            _clusters.GetValueOrDefault(cluster)?.Text("server") is { } server ? WithoutPassword(server) : null,
            context.File.Path,
            context.Name == CurrentContext);
    }

    private static string WithoutPassword(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? ProxyAddress.WithoutCredentials(uri).AbsoluteUri : address;

    private static void Merge(Dictionary<string, KubeConfigEntry> all, IEnumerable<KubeConfigEntry> entries)
    {
        foreach (var entry in entries)
        {
            all.TryAdd(entry.Name, entry);
        }
    }

    private string Nearest(string name) => NearestName.Of(name, _contexts.Keys) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";

    private static string Known(string what, Dictionary<string, KubeConfigEntry> entries) =>
        entries.Count == 0 ? $"It has no {what} at all." : $"It has the {what} {string.Join(", ", entries.Keys.Select(k => $"\"{k}\""))}.";
}
