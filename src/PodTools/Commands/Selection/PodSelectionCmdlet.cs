using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that are about pods: by name, by objects from the pipeline, or by selector.</summary>
public abstract class PodSelectionCmdlet : ClusterCmdlet
{
    private PodQuery _query = PodQuery.Everything;

    /// <summary>The names of the pods; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransform]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[] Name { get; set; } = [];

    /// <summary>Pods, as Get-Pod emits them. Each is acted on in the cluster that it was read from.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByPod, ValueFromPipeline = true)]
    [ValidateNotNull]
    public virtual Pod[] Pod { get; set; } = [];

    /// <summary>
    /// Selects pods by their labels: text in the API's syntax, such as 'app=web,tier in (a,b),!debug', or a hashtable such as
    /// @{ app = 'web'; tier = 'a', 'b'; debug = $null }, where $null means that the label is absent.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.BySelector)]
    [Alias("l")]
    [ArgumentCompleter(typeof(LabelCompleter))]
    [ValidateNotNullOrEmpty]
    public object? LabelSelector { get; set; }

    /// <summary>Selects pods by their fields, in the API's syntax, such as 'status.phase=Running,spec.nodeName=node-1'.</summary>
    [Parameter(ParameterSetName = ParameterSets.BySelector)]
    [ArgumentCompleter(typeof(FieldSelectorCompleter))]
    public string[] FieldSelector { get; set; } = [];

    /// <summary>The namespaces. Without it: that of the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>Whether no name and no selector means all pods of the namespace.</summary>
    private protected virtual bool MayMeanAll => false;

    /// <summary>Whether the pods of all namespaces are meant.</summary>
    private protected virtual bool MeansAllNamespaces => false;

    /// <summary>What runs the pods that are meant; null for anything.</summary>
    private protected virtual WorkloadReference? MeantOwner => null;

    /// <summary>The selectors, checked.</summary>
    private protected PodQuery Query => _query;

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _query = new PodQuery { LabelSelector = SelectorText.OfLabels(LabelSelector), FieldSelector = SelectorText.OfFields(FieldSelector) };
        return Task.CompletedTask;
    }

    /// <summary>Finds the pods that are meant. Those from the pipeline are taken as they are.</summary>
    private protected async IAsyncEnumerable<Pod> SelectAsync(IPipeline pipeline, [EnumeratorCancellation] CancellationToken stop)
    {
        if (Pod.Length > 0)
        {
            foreach (var pod in Pod.Where(pod => IsMeant(pod, pipeline)))
            {
                yield return pod;
            }

            yield break;
        }

        await foreach (var pod in Selection().FindAsync(OpenCluster(pipeline), pipeline, stop))
        {
            yield return pod;
        }
    }

    /// <summary>What the parameters select.</summary>
    private protected PodSelection Selection()
    {
        if (Name.Length == 0 && _query == PodQuery.Everything && !MayMeanAll)
        {
            throw new PodCommandException("NoPodSelected", ErrorCategory.InvalidArgument, "No pod was named.", "Give a name, a selector, or pipe pods in.");
        }

        return new PodSelection { Names = Name, Namespaces = Namespace, AllNamespaces = MeansAllNamespaces, Query = _query, Owner = MeantOwner };
    }

    /// <summary>A pod acts on its own cluster only: naming another one beside it is a mistake that must not be followed.</summary>
    private bool IsMeant(Pod pod, IPipeline pipeline)
    {
        var otherContext = !string.IsNullOrEmpty(Context) && pod.Context is not null && Context != pod.Context;
        var otherNamespace = Namespace.Length > 0 && pod.Namespace is not null && !Namespace.Contains(pod.Namespace);
        if (!otherContext && !otherNamespace)
        {
            return true;
        }

        pipeline.WriteError(ErrorRecords.From(
            new PodCommandException(
                "PodElsewhere",
                ErrorCategory.InvalidArgument,
                $"The pod '{pod}' was read from the context '{pod.Context}', not from what -Context or -Namespace names.",
                "Leave out -Context and -Namespace: pods from the pipeline bring their own."),
            pod));
        return false;
    }
}
