namespace PodTools.Kubernetes;

/// <summary>Names something that runs pods: <c>deployment/web</c>, <c>job/import</c>.</summary>
public sealed record WorkloadReference
{
    private static readonly Kinds[] Known =
    [
        new("deployment", "deploy", "apps", "deployments", "replicasets"),
        new("replicaset", "rs", "apps", "replicasets", null),
        new("statefulset", "sts", "apps", "statefulsets", null),
        new("daemonset", "ds", "apps", "daemonsets", null),
        new("job", "job", "batch", "jobs", null),
        new("cronjob", "cj", "batch", "cronjobs", "jobs"),
    ];

    private readonly Kinds _kind;

    private WorkloadReference(Kinds kind, string name) => (_kind, Name) = (kind, name);

    /// <summary>The kind, in lower case: <c>deployment</c>, <c>replicaset</c>, <c>statefulset</c>, <c>daemonset</c>, <c>job</c> or <c>cronjob</c>.</summary>
    public string Kind => _kind.Singular;

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Reads a reference.</summary>
    /// <param name="text">Kind and name with a slash between; the kind also in the plural or in kubectl's short form.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="FormatException">The text is no reference, or names a kind that is not known here.</exception>
    public static WorkloadReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('/') is [var kind, { Length: > 0 } name] && Known.FirstOrDefault(k => k.IsCalled(kind)) is { } known)
        {
            return new(known, name);
        }

        throw new FormatException($"\"{text}\" names nothing that runs pods. Write kind/name, with one of the kinds {string.Join(", ", Known.Select(k => k.Singular))}.");
    }

    /// <summary>The reference as <see cref="Parse"/> takes it.</summary>
    public override string ToString() => $"{Kind}/{Name}";

    internal string Path(string ns) => ApiRequest.Segments("apis", _kind.Group, "v1", "namespaces", ns, _kind.Plural, Name);

    /// <summary>The collection of what stands between the workload and its pods; null when it owns them itself.</summary>
    internal string? PathBetween(string ns) =>
        _kind.Between is null ? null : ApiRequest.Segments("apis", _kind.Group, "v1", "namespaces", ns, _kind.Between);

    private sealed record Kinds(string Singular, string Short, string Group, string Plural, string? Between)
    {
        internal bool IsCalled(string text) =>
            new[] { Singular, Short, Plural }.Contains(text, StringComparer.OrdinalIgnoreCase);
    }
}
