using PodTools.Selectors;

namespace PodTools.Completion;

/// <summary>Completes the fields that pods can be selected by, as <c>status.phase=</c>.</summary>
public sealed class FieldSelectorCompleter : Completer
{
    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var before = Before(request);
        return Task.FromResult<IReadOnlyList<string>>([.. PodFieldLabels.Supported.Order(StringComparer.Ordinal).Select(name => $"{before}{name}=")]);
    }

    /// <inheritdoc/>
    private protected override string KeyOf(CompletionRequest request) => Before(request);

    private static string Before(CompletionRequest request) => request.Word[..(request.Word.LastIndexOf(',') + 1)];
}
