using PodTools.Kubernetes;
using PodTools.Pipeline;
using PodTools.Selectors;

namespace PodTools.Commands;

/// <summary>
/// The removal of pods that were declared before and are no longer. It can only meet pods that the selector matches, in
/// namespaces where something is declared now, and of those only what the very manager has applied itself.
/// </summary>
/// <param name="selector">Which pods belong to what is declared.</param>
/// <param name="manager">Who declares.</param>
internal sealed class PodPruning(string selector, string manager)
{
    private readonly LabelSelectorExpression _expression = LabelSelectorExpression.Parse(selector);
    private readonly Dictionary<string, HashSet<string>> _declared = new(StringComparer.Ordinal);

    /// <summary>Keeps a pod, because it is declared, whether it could be made so or not.</summary>
    /// <param name="manifest">What is declared.</param>
    /// <param name="ns">The namespace of the pod.</param>
    /// <param name="pipeline">Where to tell that the selector does not match it.</param>
    public void Keep(PodManifest manifest, string ns, IPipeline pipeline)
    {
        if (!_declared.TryGetValue(ns, out var names))
        {
            _declared[ns] = names = new(StringComparer.Ordinal);
        }

        names.Add(manifest.Name);
        if (!_expression.Matches(manifest.Labels))
        {
            pipeline.Warn($"The pod '{ns}/{manifest.Name}' is declared without the labels '{selector}': when it is declared no longer, it will not be pruned.");
        }
    }

    /// <summary>Finds the pods that are declared no longer.</summary>
    /// <param name="pods">The pods of the cluster.</param>
    /// <param name="stop">Stops the search.</param>
    public async Task<IReadOnlyList<Pod>> FindAsync(PodClient pods, CancellationToken stop)
    {
        var left = new List<Pod>();
        foreach (var (ns, names) in _declared)
        {
            await foreach (var pod in pods.ListAsync(ns, new PodQuery { LabelSelector = selector }, stop))
            {
                if (!names.Contains(pod.Name!) && pod.Metadata!.DeletionTimestamp is null && pod.Metadata.ManagedFields.Any(IsMine))
                {
                    left.Add(pod);
                }
            }
        }

        return left;
    }

    /// <summary>Removes such a pod: this very one.</summary>
    /// <param name="pods">The pods of the cluster.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="pipeline">Shows the progress.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>What to report; null when somebody else was faster.</returns>
    public static async Task<object?> RemoveAsync(PodClient pods, Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            await new PodRemoval(pods, pod).StartAsync(pipeline, stop);
            return new PodApplyResult(pod, PodApplyChange.Pruned);
        }
        catch (KubernetesException gone) when (gone.Reason == "NotFound")
        {
            return null;
        }
    }

    private bool IsMine(ManagedFieldsEntry entry) => entry.Manager == manager && entry is { Operation: "Apply", Subresource: null or "" };
}
