namespace PodTools.Completion;

/// <summary>Completes the names of contexts: those of the kubeconfig and those of running simulators.</summary>
public sealed class ContextCompleter : Completer
{
    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<string>>([.. request.FindContexts().Select(each => each.Name).Distinct(StringComparer.Ordinal)]);
}
