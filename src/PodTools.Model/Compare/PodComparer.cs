using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Manifests;
using PodTools.Schema;

namespace PodTools.Compare;

/// <summary>
/// Compares pods, or a manifest with a live pod, property by property. What the server filled in on one side, and defaults
/// written out on one side only, are no differences.
/// </summary>
public static class PodComparer
{
    /// <summary>Compares two pods.</summary>
    /// <param name="first">A pod or manifest; it is not changed.</param>
    /// <param name="second">A pod or manifest; it is not changed.</param>
    /// <returns>What is to be changed in the first to get the second, in the order of the first.</returns>
    public static IReadOnlyList<PodChange> Compare(JsonObject first, JsonObject second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var comparison = new TreeComparison();
        var (before, after) = (Side(first), Side(second));
        IgnoreImpliedNamespace(before, after);
        comparison.CompareObjects(before, after, ApiSchema.Type("Pod"), "");
        return comparison.Changes;
    }

    /// <summary>Compares two pods.</summary>
    /// <param name="first">A pod.</param>
    /// <param name="second">A pod.</param>
    /// <returns>What is to be changed in the first to get the second, in the order of the first.</returns>
    public static IReadOnlyList<PodChange> Compare(Pod first, Pod second) => Compare(KubernetesJson.ToNode(first), KubernetesJson.ToNode(second));

    /// <summary>
    /// Only what was meant, with all defaults written out: so it does not matter which side leaves them open. The node stays
    /// beside it, to be told from one that a manifest names.
    /// </summary>
    private static Half Side(JsonObject pod)
    {
        var meant = ManifestWriter.Clean(pod);
        meant.Remove("kind");
        meant.Remove("apiVersion");
        PodDefaults.Apply(meant);
        var spec = meant.Ensure("spec");
        spec.Default("serviceAccountName", "default");
        spec.Remove("serviceAccount");
        var full = (JsonObject)pod.DeepClone();
        PodDefaults.Apply(full);
        return new Half(meant, full);
    }

    /// <summary>A manifest without a namespace goes where it is sent.</summary>
    private static void IgnoreImpliedNamespace(Half before, Half after)
    {
        var (first, second) = (before.Meant.Object("metadata"), after.Meant.Object("metadata"));
        if (!first.Has("namespace") || !second.Has("namespace"))
        {
            first?.Remove("namespace");
            second?.Remove("namespace");
        }
    }
}
