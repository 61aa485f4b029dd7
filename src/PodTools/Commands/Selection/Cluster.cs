using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>A cluster as a command meets it: the connection, and the namespace to work in unless another is named.</summary>
/// <param name="Connection">The open connection.</param>
/// <param name="Namespace">The namespace of the context, or what <c>Use-PodContext</c> chose instead.</param>
internal sealed record Cluster(KubernetesConnection Connection, string Namespace)
{
    /// <summary>The cluster's pods.</summary>
    /// <param name="pipeline">Where the server's warnings go.</param>
    public PodClient Pods(IPipeline pipeline) => new(Connection, pipeline.Warn);

    /// <summary>The pods of the cluster that a pod came from.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="pipeline">Where the server's warnings go.</param>
    public static PodClient PodsOf(Pod pod, IPipeline pipeline) => new(KubernetesConnection.For(pod), pipeline.Warn);
}
