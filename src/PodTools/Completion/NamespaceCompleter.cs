using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>Completes the names of namespaces.</summary>
public sealed class NamespaceCompleter : Completer
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var found = await SomeObjects.AllAsync(new NamespaceClient(request.OpenCluster().Connection).ListAsync(SomeObjects.Named, stop));
        return [.. found.Select(each => each.Metadata!.Name!)];
    }
}
