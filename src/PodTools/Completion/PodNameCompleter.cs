namespace PodTools.Completion;

/// <summary>Completes the names of pods in the namespace and context that the command names.</summary>
public sealed class PodNameCompleter : Completer
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop) =>
        [.. (await SomeObjects.PodsAsync(request, SomeObjects.Named, stop)).Select(pod => pod.Name!)];
}
