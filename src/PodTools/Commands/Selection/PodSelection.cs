using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Finds the pods that names and selectors mean. A name without wildcards that is missing is an error, a pattern without a match is not.</summary>
internal sealed class PodSelection
{
    /// <summary>Names, with wildcards; none for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The namespaces; none for that of the cluster.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Whether to look in all namespaces.</summary>
    public bool AllNamespaces { get; init; }

    /// <summary>The selectors.</summary>
    public PodQuery Query { get; init; } = PodQuery.Everything;

    /// <summary>What runs the pods; null for anything.</summary>
    public WorkloadReference? Owner { get; init; }

    /// <summary>One selection for each namespace, so that they can be searched at the same time; this one when there is at most one.</summary>
    public IReadOnlyList<PodSelection> Split() => AllNamespaces || Namespaces.Count < 2
        ? [this]
        : [.. Namespaces.Distinct(StringComparer.Ordinal).Select(ns => new PodSelection { Names = Names, Namespaces = [ns], Query = Query, Owner = Owner })];

    /// <summary>Finds the pods in a cluster, as they arrive.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="pipeline">Where missing names are reported.</param>
    /// <param name="stop">Stops the search.</param>
    public async IAsyncEnumerable<Pod> FindAsync(Cluster cluster, IPipeline pipeline, [EnumeratorCancellation] CancellationToken stop)
    {
        var pods = cluster.Pods(pipeline);
        var exact = Names.Where(name => !NamePattern.IsPattern(name)).Distinct(StringComparer.Ordinal).ToList();
        var patterns = Names.Where(NamePattern.IsPattern).Select(name => new NamePattern(name)).ToList();
        foreach (var ns in NamespacesIn(cluster))
        {
            foreach (var name in exact)
            {
                await foreach (var pod in NamedAsync(pods, ns, name, pipeline, stop))
                {
                    yield return pod;
                }
            }

            if (exact.Count > 0 && patterns.Count == 0)
            {
                continue;
            }

            await foreach (var pod in ListAsync(pods, ns, Query, stop))
            {
                if (patterns.Count == 0 || (patterns.Any(pattern => pattern.IsMatch(pod.Name)) && !exact.Contains(pod.Name!)))
                {
                    yield return pod;
                }
            }
        }
    }

    /// <summary>The namespaces to look in; one null for all.</summary>
    /// <param name="cluster">Tells the namespace to use when none is named.</param>
    public IEnumerable<string?> NamespacesIn(Cluster cluster)
    {
        if (AllNamespaces)
        {
            return [null];
        }

        return Namespaces.Count == 0 ? [cluster.Namespace] : Namespaces.Distinct(StringComparer.Ordinal);
    }

    private bool IsEverything => Query == PodQuery.Everything && Owner is null;

    private IAsyncEnumerable<Pod> ListAsync(PodClient pods, string? ns, PodQuery query, CancellationToken stop)
    {
        if (Owner is null)
        {
            return pods.ListAsync(ns, query, stop);
        }

        return ns is not null
            ? new WorkloadClient(pods).ListPodsAsync(ns, Owner, query, stop)
            : throw new PodCommandException(
                "NamespaceRequired", ErrorCategory.InvalidArgument, $"{Owner} lives in one namespace, not in all.", "Name it with -Namespace.");
    }

    private async IAsyncEnumerable<Pod> NamedAsync(
        PodClient pods, string? ns, string name, IPipeline pipeline, [EnumeratorCancellation] CancellationToken stop)
    {
        if (ns is not null && IsEverything)
        {
            if (await GetAsync(pods, ns, name, pipeline, stop) is { } pod)
            {
                yield return pod;
            }

            yield break;
        }

        var query = Query with { FieldSelector = SelectorText.OfFields([], Query.FieldSelector, $"metadata.name={name}") };
        var any = false;
        await foreach (var pod in ListAsync(pods, ns, query, stop))
        {
            any = true;
            yield return pod;
        }

        if (!any)
        {
            pipeline.WriteError(Missing(ns, name));
        }
    }

    private static async Task<Pod?> GetAsync(PodClient pods, string ns, string name, IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            return await pods.GetAsync(ns, name, stop);
        }
        catch (KubernetesException exception) when (exception.Reason == "NotFound")
        {
            pipeline.WriteError(ErrorRecords.From(exception, $"{ns}/{name}"));
            return null;
        }
    }

    private PodError Missing(string? ns, string name)
    {
        var selected = IsEverything ? "" : " that the selector matches";
        var exception = new PodCommandException(
            "PodNotFound", ErrorCategory.ObjectNotFound, $"There is no pod '{name}'{selected} in {(ns is null ? "any namespace" : $"namespace '{ns}'")}.");
        return ErrorRecords.From(exception, ns is null ? name : $"{ns}/{name}");
    }
}
