namespace PodTools.Completion;

/// <summary>
/// Completes the last requirement of a label selector: the keys of labels, <c>!key</c> too, and with a key before it also the
/// values, as <c>key=value</c> or <c>key!=value</c>.
/// </summary>
public class LabelCompleter : Completer
{
    /// <inheritdoc/>
    private protected sealed override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var (before, sign) = Begun(request.Word);
        var labels = (await ObjectsAsync(request, stop)).SelectMany(each => each.Metadata?.Labels ?? new Dictionary<string, string>());
        var texts = sign is null ? labels.Select(label => label.Key) : labels.Select(label => $"{label.Key}{sign}{label.Value}");
        return [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => before + text)];
    }

    /// <summary>The objects whose labels are offered.</summary>
    private protected virtual async Task<IReadOnlyList<IKubernetesObject>> ObjectsAsync(CompletionRequest request, CancellationToken stop) =>
        await SomeObjects.PodsAsync(request, SomeObjects.Named, stop);

    /// <inheritdoc/>
    private protected sealed override string KeyOf(CompletionRequest request) => $"{request.Scope}|{Begun(request.Word)}";

    /// <summary>What stands before the key that is being written, and the sign after that key; null when there is none yet.</summary>
    private static (string Before, string? Sign) Begun(string word)
    {
        var start = word.LastIndexOf(',') + 1;
        var requirement = word[start..];
        return requirement.StartsWith('!')
            ? (word[..(start + 1)], null)
            : (word[..start], Array.Find(["!=", "==", "="], sign => requirement.Contains(sign, StringComparison.Ordinal)));
    }
}
