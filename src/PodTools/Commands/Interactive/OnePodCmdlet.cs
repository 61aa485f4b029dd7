using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that are about one pod.</summary>
public abstract class OnePodCmdlet : ClusterCmdlet
{
    /// <summary>The name of the pod.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ByName)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Name { get; set; }

    /// <summary>The pod, as Get-Pod emits it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByPod, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Pod? Pod { get; set; }

    /// <summary>The namespace of the pod that is named. Without it: that of the context.</summary>
    [Parameter]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Finds the pod.</summary>
    /// <returns>The pod; null when there is none, which has been reported.</returns>
    private protected Task<Pod?> FindAsync(IPipeline pipeline, CancellationToken stop) =>
        PodArgument.FindOneAsync((object?)Pod ?? Name!, () => OpenCluster(pipeline), Namespace, pipeline, stop);
}
