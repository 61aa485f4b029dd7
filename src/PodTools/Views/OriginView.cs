using System.Management.Automation;
using PodTools.Kubernetes;

namespace PodTools.Views;

/// <summary>
/// The connections that objects were read over, for commands that they are piped to: those bind a property, not the object.
/// </summary>
public static class OriginView
{
    /// <summary>Where a <see cref="Pod"/> comes from.</summary>
    /// <param name="instance">The pod.</param>
    public static KubernetesConnection? OfPod(PSObject instance) => OfPod((Pod)instance.BaseObject);

    /// <summary>Where a <see cref="PodEvent"/> comes from.</summary>
    /// <param name="instance">The event.</param>
    public static KubernetesConnection? OfPodEvent(PSObject instance) => OfPodEvent((PodEvent)instance.BaseObject);

    /// <summary>Where a <see cref="PodDetail"/> comes from.</summary>
    /// <param name="instance">The details.</param>
    public static KubernetesConnection? OfPodDetail(PSObject instance) => OfPodDetail((PodDetail)instance.BaseObject);

    /// <summary>Where a <see cref="PodDiagnosis"/> comes from.</summary>
    /// <param name="instance">The diagnosis.</param>
    public static KubernetesConnection? OfPodDiagnosis(PSObject instance) => OfPodDiagnosis((PodDiagnosis)instance.BaseObject);

    /// <summary>Where a <see cref="PodMetric"/> comes from.</summary>
    /// <param name="instance">The measurement.</param>
    public static KubernetesConnection? OfPodMetric(PSObject instance) => OfPodMetric((PodMetric)instance.BaseObject);

    /// <summary>Where a <see cref="PodApplyResult"/> comes from.</summary>
    /// <param name="instance">The outcome.</param>
    public static KubernetesConnection? OfPodApplyResult(PSObject instance) => OfPodApplyResult((PodApplyResult)instance.BaseObject);

    /// <summary>Where a <see cref="PodNamespace"/> comes from.</summary>
    /// <param name="instance">The namespace.</param>
    public static KubernetesConnection? OfPodNamespace(PSObject instance) => OfPodNamespace((PodNamespace)instance.BaseObject);

    /// <summary>Where a <see cref="PodNode"/> comes from.</summary>
    /// <param name="instance">The node.</param>
    public static KubernetesConnection? OfPodNode(PSObject instance) => OfPodNode((PodNode)instance.BaseObject);

    /// <summary>Where the pod of a <see cref="PodLogEntry"/> comes from.</summary>
    /// <param name="instance">The line of a log.</param>
    public static KubernetesConnection? OfPodLogEntry(PSObject instance) => OfPodLogEntry((PodLogEntry)instance.BaseObject);

    /// <summary>Where the pod of a <see cref="PodExecResult"/> comes from.</summary>
    /// <param name="instance">The result.</param>
    public static KubernetesConnection? OfPodExecResult(PSObject instance) => OfPodExecResult((PodExecResult)instance.BaseObject);

    /// <summary>Where the pod of a <see cref="PodExecLine"/> comes from.</summary>
    /// <param name="instance">The line.</param>
    public static KubernetesConnection? OfPodExecLine(PSObject instance) => OfPodExecLine((PodExecLine)instance.BaseObject);

    /// <summary>Where the pod of a <see cref="PodPortForward"/> comes from.</summary>
    /// <param name="instance">The forward.</param>
    public static KubernetesConnection? OfPodPortForward(PSObject instance) => OfPodPortForward((PodPortForward)instance.BaseObject);

    internal static KubernetesConnection? OfPod(Pod pod) => KubernetesConnection.OriginOf(pod);

    internal static KubernetesConnection? OfPodEvent(PodEvent reported) => KubernetesConnection.OriginOf(reported);

    internal static KubernetesConnection? OfPodDetail(PodDetail detail) => KubernetesConnection.OriginOf(detail.Pod);

    internal static KubernetesConnection? OfPodDiagnosis(PodDiagnosis diagnosis) => KubernetesConnection.OriginOf(diagnosis.Pod);

    internal static KubernetesConnection? OfPodMetric(PodMetric metric) => KubernetesConnection.OriginOf(metric.Pod);

    internal static KubernetesConnection? OfPodApplyResult(PodApplyResult result) => KubernetesConnection.OriginOf(result.Pod);

    internal static KubernetesConnection? OfPodLogEntry(PodLogEntry entry) => KubernetesConnection.OriginOf(entry);

    internal static KubernetesConnection? OfPodExecResult(PodExecResult result) => KubernetesConnection.OriginOf(result);

    internal static KubernetesConnection? OfPodExecLine(PodExecLine line) => line.Connection;

    internal static KubernetesConnection? OfPodPortForward(PodPortForward forward) => KubernetesConnection.OriginOf(forward);

    internal static KubernetesConnection? OfPodNamespace(PodNamespace ns) => ns.Connection;

    internal static KubernetesConnection? OfPodNode(PodNode node) => node.Connection;
}
