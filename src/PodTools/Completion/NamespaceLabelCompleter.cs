using PodTools.Kubernetes;

namespace PodTools.Completion;

/// <summary>Completes keys and values of the labels of namespaces.</summary>
public sealed class NamespaceLabelCompleter : LabelCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IReadOnlyList<IKubernetesObject>> ObjectsAsync(CompletionRequest request, CancellationToken stop) =>
        await SomeObjects.AllAsync(new NamespaceClient(request.OpenCluster().Connection).ListAsync(SomeObjects.Named, stop));
}
