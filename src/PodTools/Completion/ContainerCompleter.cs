using PodTools.Commands;
using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>Completes the names of containers: of the pod that the command names, else of all pods of the namespace.</summary>
public sealed class ContainerCompleter : Completer
{
    // Their specifications come along, which are large, and a namespace has few different names of containers.
    private const int MostPods = 100;

    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var query = NameOf(request) is { } name ? PodQuery.ForName(name) : new PodQuery { Most = MostPods };
        var pods = await SomeObjects.PodsAsync(request, query, stop);
        return [.. pods.SelectMany(NamesIn).Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    private protected override string KeyOf(CompletionRequest request) => $"{request.Scope}|{NameOf(request)}";

    private static string? NameOf(CompletionRequest request) => request.Value("Name") is { } name && !NamePattern.IsPattern(name) ? name : null;

    private static IEnumerable<string> NamesIn(Pod pod) => pod.Spec is not { } spec
        ? []
        : [
            .. spec.Containers.Select(container => container.Name!),
            .. spec.InitContainers.Select(container => container.Name!),
            .. spec.EphemeralContainers.Select(container => container.Name!),
        ];
}
