using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>Completes keys and values of the labels of nodes.</summary>
public sealed class NodeLabelCompleter : LabelCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<IKubernetesObject>> ObjectsAsync(CompletionRequest request, CancellationToken stop) =>
        await SomeObjects.AllAsync(new NodeClient(request.OpenCluster().Connection).ListAsync(SomeObjects.Named, stop));
}
