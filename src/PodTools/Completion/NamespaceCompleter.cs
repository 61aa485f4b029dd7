using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>Completes the names of namespaces.</summary>
public sealed class NamespaceCompleter : Completer
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var names = new List<string>();
        await foreach (var each in new NamespaceClient(request.OpenCluster().Connection).ListAsync(null, stop).ConfigureAwait(false))
        {
            names.Add(each.Metadata!.Name!);
        }

        return names;
    }
}
