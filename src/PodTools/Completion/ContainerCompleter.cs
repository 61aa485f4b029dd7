namespace PodTools.Completion;

/// <summary>Completes the names of containers: of the pod that the command names, else of all pods of the namespace.</summary>
public sealed class ContainerCompleter : Completer
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var pods = await SomePods.FindAsync(request, stop);
        var name = request.Value("Name");
        return [.. pods.Where(pod => name is null || pod.Name == name).SelectMany(NamesIn).Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    private protected override string KeyOf(CompletionRequest request) => $"{request.Scope}|{request.Value("Name")}";

    private static IEnumerable<string> NamesIn(Pod pod) => pod.Spec is not { } spec
        ? []
        : [
            .. spec.Containers.Select(container => container.Name!),
            .. spec.InitContainers.Select(container => container.Name!),
            .. spec.EphemeralContainers.Select(container => container.Name!),
        ];
}
