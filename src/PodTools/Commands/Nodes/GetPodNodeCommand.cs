using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the nodes of a cluster, with what is needed to place a pod.</summary>
/// <remarks>
/// Labels for -NodeSelector, taints that need a toleration, capacity, and the pods that are there. A user who may not list the
/// pods of all namespaces gets the nodes without them, and a warning. A name without wildcards that does not exist is an
/// error, a wildcard that matches none is not.
/// </remarks>
/// <example>
/// <code>Get-PodNode</code>
/// <para>Lists the nodes with their state, taints and number of pods.</para>
/// </example>
/// <example>
/// <code>(Get-PodNode node-1).Labels</code>
/// <para>Shows the labels of one node, by which New-Pod -NodeSelector can choose it.</para>
/// </example>
/// <example>
/// <code>Get-PodNode -LabelSelector gpu=true | Get-Pod</code>
/// <para>Lists the pods on the nodes with the label.</para>
/// </example>
/// <seealso cref="GetPodCommand"/>
/// <seealso cref="NewPodCommand"/>
/// <seealso cref="GetPodMetricCommand"/>
[Cmdlet(VerbsCommon.Get, "PodNode")]
[OutputType(typeof(PodNode))]
public sealed class GetPodNodeCommand : ClusterCmdlet
{
    /// <summary>The names; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// Selects by labels: text in the API's syntax, such as 'gpu=true', or a hashtable such as @{ gpu = 'true' }, where $null
    /// means that the label is absent.
    /// </summary>
    [Parameter]
    [Alias("l")]
    [ArgumentCompleter(typeof(NodeLabelCompleter))]
    public object? LabelSelector { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var query = new PodQuery { LabelSelector = SelectorText.OfLabels(LabelSelector) };
        var cluster = OpenCluster(pipeline);
        var names = new NameSelection(Name);
        var nodes = new List<Node>();
        await foreach (var node in new NodeClient(cluster.Connection, pipeline.Warn).ListAsync(query, stop))
        {
            if (names.Takes(node.Metadata?.Name))
            {
                nodes.Add(node);
            }
        }

        foreach (var missing in names.Missing)
        {
            pipeline.WriteError(ErrorRecords.From(
                new PodCommandException("NodeNotFound", ErrorCategory.ObjectNotFound, $"There is no node '{missing}' in context '{cluster.Connection.Context}'.", "Get-PodNode lists those that exist."),
                missing));
        }

        var pods = nodes.Count == 0 ? null : await PodsByNodeAsync(cluster, nodes, pipeline, stop);
        foreach (var node in nodes)
        {
            pipeline.Write(new PodNode(node, pods?[node.Metadata!.Name!].ToList(), cluster.Connection));
        }
    }

    private static async Task<ILookup<string, Pod>?> PodsByNodeAsync(Cluster cluster, List<Node> nodes, IPipeline pipeline, CancellationToken stop)
    {
        var ofOneNode = nodes.Count == 1 ? new PodQuery { FieldSelector = $"spec.nodeName={nodes[0].Metadata!.Name}" } : PodQuery.Everything;
        try
        {
            var pods = new List<Pod>();
            await foreach (var pod in cluster.Pods(pipeline).ListAsync(null, ofOneNode, stop))
            {
                pods.Add(pod);
            }

            return pods.ToLookup(pod => pod.Node ?? "");
        }
        catch (KubernetesException exception) when (exception.Reason == "Forbidden")
        {
            pipeline.Warn($"The pods on the nodes are not shown: {exception.Message}");
            return null;
        }
    }
}
