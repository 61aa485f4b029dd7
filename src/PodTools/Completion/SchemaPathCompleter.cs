namespace PodTools.Completion;

/// <summary>Completes paths of the schema, such as <c>pod.spec.containers</c>, one step at a time.</summary>
public sealed class SchemaPathCompleter : Completer
{
    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var above = Above(request);
        return Task.FromResult<IReadOnlyList<string>>(above.Length == 0 ? ["pod"] : [.. PodField.Below(above).Select(field => field.Path)]);
    }

    /// <inheritdoc/>
    private protected override string KeyOf(CompletionRequest request) => Above(request);

    private static string Above(CompletionRequest request) => request.Word[..Math.Max(0, request.Word.LastIndexOf('.'))];
}
