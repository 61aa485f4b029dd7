namespace PodTools.Completion;

/// <summary>Completes what runs pods, such as <c>deployment/web</c>, as the pods of the namespace name it.</summary>
public sealed class OwnerCompleter : Completer
{
    private const string OfDeployment = "pod-template-hash";

    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var pods = await SomeObjects.PodsAsync(request, SomeObjects.Named, stop);
        return [.. pods.SelectMany(OwnersOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> OwnersOf(Pod pod) => pod.Metadata!.OwnerReferences
        .Where(owner => owner.Controller == true)
        .Select(owner => Deployment(pod, owner) ?? $"{owner.Kind!.ToLowerInvariant()}/{owner.Name}");

    /// <summary>A replica set of a deployment is called like it, with the hash that its pods are labelled with.</summary>
    private static string? Deployment(Pod pod, OwnerReference owner) =>
        owner.Kind == "ReplicaSet" && pod.Metadata!.Labels.TryGetValue(OfDeployment, out var hash) && owner.Name!.EndsWith($"-{hash}", StringComparison.Ordinal)
            ? $"deployment/{owner.Name[..^(hash.Length + 1)]}"
            : null;
}
