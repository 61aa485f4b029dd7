namespace PodTools.Completion;

/// <summary>Completes the API's verbs.</summary>
public sealed class AccessVerbCompleter : Completer
{
    private static readonly IReadOnlyList<string> Verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop) => Task.FromResult(Verbs);
}
