using System.Text.Json.Nodes;

namespace PodTools;

/// <summary>
/// The part of a pod that people declare. What the cluster writes meanwhile is not in it, so that a kubelet's report or the
/// scheduler's choice of a node between two reads is not taken for a change. A node that is declared can never change.
/// </summary>
public static class DeclaredState
{
    private static readonly string[] Bookkeeping = ["resourceVersion", "managedFields", "generation"];

    /// <summary>Whether two readings of a pod declare the same.</summary>
    /// <param name="one">The pod, as the server returned it.</param>
    /// <param name="other">The pod, as it returned it another time.</param>
    /// <returns>False when the spec or what people write in the metadata differs.</returns>
    public static bool IsSame(Pod one, Pod other) => JsonNode.DeepEquals(Of(one), Of(other));

    private static JsonObject Of(Pod pod)
    {
        var tree = KubernetesJson.ToNode(pod);
        tree.Remove("status");
        tree["spec"]?.AsObject().Remove("nodeName");
        foreach (var field in Bookkeeping)
        {
            tree["metadata"]?.AsObject().Remove(field);
        }

        return tree;
    }
}
