using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>Completes the names of nodes.</summary>
public sealed class NodeCompleter : Completer
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop)
    {
        var found = await SomeObjects.AllAsync(new NodeClient(request.OpenCluster().Connection).ListAsync(SomeObjects.Named, stop));
        return [.. found.Select(each => each.Metadata!.Name!)];
    }
}
