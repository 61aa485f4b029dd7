using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the processor time and memory that pods use, against what they request and may use.</summary>
/// <remarks>
/// The cluster needs a metrics server, which not every cluster has. Pods that have not been measured yet, such as those that
/// started a moment ago, are left out, which -Verbose tells.
/// </remarks>
/// <example>
/// <code>Get-PodMetric | Sort-Object Memory -Descending | Select-Object -First 5</code>
/// <para>Shows the pods of the namespace that use most memory.</para>
/// </example>
/// <example>
/// <code>Get-PodMetric -AllNamespaces | Measure-Object { $_.Memory.ToDouble() / 1MB } -Sum</code>
/// <para>Adds up the memory that all pods of the cluster use, in mebibytes.</para>
/// </example>
/// <example>
/// <code>Get-PodMetric -LabelSelector app=web -PerContainer | Where-Object MemoryLimitPercent -GT 90</code>
/// <para>Finds containers that are about to be killed for their memory.</para>
/// </example>
/// <seealso cref="GetPodNodeCommand"/>
/// <seealso cref="UpdatePodCommand"/>
/// <seealso href="https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/">Resource metrics pipeline</seealso>
[Cmdlet(VerbsCommon.Get, "PodMetric", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodMetric))]
public sealed class GetPodMetricCommand : PodSelectionCmdlet
{
    private const string WithNamespace = "PodTools.PodMetric#Namespaces";
    private readonly List<Pod> _pods = [];

    /// <summary>Looks in all namespaces.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName)]
    [Parameter(ParameterSetName = ParameterSets.BySelector)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Emits one object for each container in place of one for each pod.</summary>
    [Parameter]
    public SwitchParameter PerContainer { get; set; }

    /// <inheritdoc/>
    private protected override bool MayMeanAll => true;

    /// <inheritdoc/>
    private protected override bool MeansAllNamespaces => On(AllNamespaces);

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        await foreach (var pod in SelectAsync(pipeline, stop))
        {
            _pods.Add(pod);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (_pods.Count == 0 && !ExpectsInput)
        {
            // Nothing to show must not look like nothing used where nothing can be measured at all.
            var cluster = OpenCluster(pipeline);
            await MeasureAsync(cluster.Connection, Selection().NamespacesIn(cluster).First(), stop);
        }

        foreach (var pods in _pods.GroupBy(pod => (Connection: KubernetesConnection.For(pod), Namespace: On(AllNamespaces) ? null : pod.Namespace)))
        {
            var usages = await MeasureAsync(pods.Key.Connection, pods.Key.Namespace, stop);
            foreach (var pod in pods)
            {
                Emit(pod, usages.GetValueOrDefault((pod.Namespace!, pod.Name!)), pipeline);
            }
        }
    }

    /// <summary>One request for all pods of a namespace, or of all namespaces: the metrics API knows no names in its selectors.</summary>
    private async Task<Dictionary<(string Namespace, string Name), PodUsage>> MeasureAsync(KubernetesConnection connection, string? ns, CancellationToken stop)
    {
        try
        {
            var query = new PodQuery { LabelSelector = Query.LabelSelector };
            return (await new MetricsClient(connection).ListAsync(ns, query, stop)).ToDictionary(usage => (usage.Namespace, usage.Name));
        }
        catch (KubernetesException exception) when (exception.Reason == "NotFound")
        {
            throw new PodCommandException(
                "PodMetricsUnavailable",
                ErrorCategory.ResourceUnavailable,
                $"The cluster of context '{connection.Context}' has no metrics API.",
                "Install metrics-server in it. A simulated cluster measures with Start-PodSimulator -Metrics.",
                exception);
        }
    }

    private void Emit(Pod pod, PodUsage? usage, IPipeline pipeline)
    {
        if (usage is null)
        {
            pipeline.Verbose($"Pod '{pod}' has not been measured.");
            return;
        }

        var metric = new PodMetric(pod, usage);
        foreach (var each in On(PerContainer) ? metric.Containers : [metric])
        {
            if (On(AllNamespaces) || Namespace.Length > 1)
            {
                pipeline.Write(each, WithNamespace);
            }
            else
            {
                pipeline.Write(each);
            }
        }
    }
}
