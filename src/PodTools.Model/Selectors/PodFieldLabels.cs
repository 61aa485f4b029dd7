using System.Collections.Frozen;

namespace PodTools.Selectors;

/// <summary>The fields that pods can be selected by.</summary>
public static class PodFieldLabels
{
    private static readonly FrozenDictionary<string, Func<Pod, string?>> Values = new Dictionary<string, Func<Pod, string?>>
    {
        ["metadata.name"] = pod => pod.Metadata?.Name,
        ["metadata.namespace"] = pod => pod.Metadata?.Namespace,
        ["spec.nodeName"] = pod => pod.Spec?.NodeName,
        ["spec.restartPolicy"] = pod => pod.Spec?.RestartPolicy,
        ["spec.schedulerName"] = pod => pod.Spec?.SchedulerName,
        ["spec.serviceAccountName"] = pod => pod.Spec?.ServiceAccountName,
        ["status.phase"] = pod => pod.Status?.Phase,
        ["status.podIP"] = pod => pod.IP,
        ["status.nominatedNodeName"] = pod => pod.Status?.NominatedNodeName,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of the fields.</summary>
    public static IReadOnlySet<string> Supported { get; } = Values.Keys.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The value of a field.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="field">One of <see cref="Supported"/>.</param>
    /// <returns>The value, or null when the pod has none.</returns>
    public static string? ValueOf(Pod pod, string field) => Values[field](pod);
}
