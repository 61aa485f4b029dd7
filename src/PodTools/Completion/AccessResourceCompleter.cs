namespace PodTools.Completion;

/// <summary>Completes the resources that have to do with pods.</summary>
public sealed class AccessResourceCompleter : Completer
{
    private static readonly IReadOnlyList<string> Resources =
    [
        "pods", "pods/log", "pods/exec", "pods/attach", "pods/portforward", "pods/eviction", "pods/ephemeralcontainers", "pods/resize", "pods/status",
        "namespaces", "nodes", "events", "pods.metrics.k8s.io",
    ];

    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop) => Task.FromResult(Resources);
}
