namespace PodTools.Completion;

/// <summary>Completes the keys of labels, and with a key before it also the values, as <c>key=value</c>.</summary>
public sealed class LabelCompleter : Completer
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var labels = (await SomePods.FindAsync(request, stop)).SelectMany(pod => pod.Metadata?.Labels ?? new Dictionary<string, string>());
        var texts = WantsValue(request) ? labels.Select(label => $"{label.Key}={label.Value}") : labels.Select(label => label.Key);
        return [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    private protected override string KeyOf(CompletionRequest request) => $"{request.Scope}|{WantsValue(request)}";

    private static bool WantsValue(CompletionRequest request) => request.Word.Contains('=', StringComparison.Ordinal);
}
