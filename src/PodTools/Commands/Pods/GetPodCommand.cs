using System.ComponentModel;
using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets pods.</summary>
/// <remarks>
/// Pods are emitted while they arrive, page by page; what no longer is wanted downstream is not asked for. A name without
/// wildcards that does not exist is an error, a wildcard that matches none is not. Several namespaces and contexts are asked
/// in parallel; one that fails is one error, the others still answer. The pods know the context that they came
/// from, and whatever they are piped to acts there.
///
/// The default view shows kubectl's columns. Format-Table -View Wide adds the node and addresses, -View Labels the labels.
/// </remarks>
/// <example>
/// <code>Get-Pod</code>
/// <para>Lists the pods of the current namespace.</para>
/// </example>
/// <example>
/// <code>Get-Pod web* -LabelSelector @{ tier = 'front', 'edge' } | Format-Table -View Wide</code>
/// <para>Lists pods whose name begins with web and whose label tier has one of two values, with their nodes and addresses.</para>
/// </example>
/// <example>
/// <code>Get-Pod -AllNamespaces -Phase Failed | Remove-Pod -WhatIf</code>
/// <para>Shows which failed pods of the whole cluster would be removed.</para>
/// </example>
/// <example>
/// <code>Get-Pod -AllNamespaces -Sort Restarts -Descending -First 5</code>
/// <para>Shows the five pods that were restarted most.</para>
/// </example>
/// <example>
/// <code>Get-Pod -Context * -AllNamespaces -Sort Restarts -Descending -First 10</code>
/// <para>Lists the ten pods with the most restarts of all clusters.</para>
/// </example>
/// <seealso cref="GetPodDetailCommand"/>
/// <seealso cref="WatchPodCommand"/>
/// <seealso cref="WaitPodCommand"/>
/// <seealso cref="GetPodDiagnosisCommand"/>
/// <seealso>about_PodTools</seealso>
/// <seealso>about_PodTools_Selectors</seealso>
[Cmdlet(VerbsCommon.Get, "Pod")]
[OutputType(typeof(Pod))]
public sealed class GetPodCommand : PodCmdlet
{
    private const string WithNamespace = "PodTools.Pod#Namespaces";
    private const string WithContext = "PodTools.Pod#Contexts";
    private readonly List<Pod> _found = [];
    private ParallelWork? _work;
    private bool _severalContexts;
    private bool _named;
    private int _emitted;

    /// <summary>The names of the pods; wildcards are allowed. Without it: all that the selectors match.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameTransform]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// Selects by labels: text in the API's syntax, such as 'app=web,tier in (a,b),!debug', or a hashtable such as
    /// @{ app = 'web'; tier = 'a', 'b'; debug = $null }, where $null means that the label is absent.
    /// </summary>
    [Parameter]
    [Alias("l")]
    [ArgumentCompleter(typeof(LabelCompleter))]
    public object? LabelSelector { get; set; }

    /// <summary>Selects by fields in the API's syntax, such as 'spec.restartPolicy=Never,metadata.name!=web'.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FieldSelectorCompleter))]
    public string[] FieldSelector { get; set; } = [];

    /// <summary>Selects the pods on this node.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    /// <summary>Selects by phase.</summary>
    [Parameter]
    [ValidateSet("Pending", "Running", "Succeeded", "Failed", "Unknown")]
    public string? Phase { get; set; }

    /// <summary>
    /// Selects the pods that something runs, such as deployment/web, job/import or sts/db, by walking the owner references.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>The namespaces. Without it: that of the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>Looks in all namespaces.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Sorts by this: Created begins with the oldest, Age with the youngest. Nothing is emitted before all have come.</summary>
    [Parameter]
    [ValidateSet("Name", "Namespace", "Created", "Age", "Restarts", "State", "Node")]
    public string? Sort { get; set; }

    /// <summary>Sorts the other way round.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Emits only so many pods; with -Sort the first of the sorted ones.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>The contexts; wildcards are allowed. Without it: the current one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [SupportsWildcards]
    public string[] Context { get; set; } = [];

    /// <summary>The kubeconfig file to use. Without it: that of the current context, else KUBECONFIG, else .kube/config in the home folder.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? KubeConfig { get; set; }

    /// <summary>A namespace that is piped in: its pods are meant, not one of its name.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PodNamespace? InputNamespace { get; set; }

    /// <summary>A node that is piped in: the pods on it are meant, in all namespaces unless one is named.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PodNode? InputNode { get; set; }

    /// <summary>The connection over which what is piped in was read: a pipeline stays with its cluster, whatever becomes of the kubeconfig.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public KubernetesConnection? Origin { get; set; }

    /// <summary>
    /// How many seconds one request to the cluster may take, with its repetitions after failures that pass and the pauses between
    /// them; 0 for no limit. It does not limit what lasts by its nature: a watch, a log that is followed, a command, a wait, or a
    /// list of many pages.
    /// </summary>
    [Parameter]
    [ValidateRange(0, RequestSeconds.Most)]
    public int TimeoutSec { get; set; } = RequestSeconds.Usual;

    /// <inheritdoc/>
    private protected override TimeSpan? RequestLimit => RequestSeconds.ToLimit(TimeoutSec);

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _work = new ParallelWork(limit: 16, pipeline, stop);

        // Nothing has been piped in yet.
        _named = Name.Length > 0;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var selection = Selection();
        if (Context.Length < 2 && Cluster.At(Origin, Context.FirstOrDefault(), KubeConfig) is { } origin)
        {
            await FindAsync(selection, () => origin, pipeline, stop);
            return;
        }

        var kubeConfig = KubeConfigPath.Resolve(KubeConfig, pipeline.FullPath);
        var choice = CurrentCluster.Choice.At(pipeline.FullPath);
        var contexts = ContextSelection.Find(Context, kubeConfig, choice);
        var parts = selection.Split();
        _severalContexts |= contexts.Count > 1;
        if (contexts.Count * parts.Count == 1)
        {
            await FindInAsync(selection, CurrentCluster.Open(contexts[0].KubeConfig, contexts[0].Name, choice), pipeline, stop);
            return;
        }

        foreach (var (context, part) in contexts.SelectMany(context => parts.Select(part => (context, part))))
        {
            object target = context.Name ?? part.Namespaces[0];
            await _work!.AddAsync(target, () => FindAsync(part, () => CurrentCluster.Open(context.KubeConfig, context.Name, choice), pipeline, stop));
        }

        await _work!.FinishAsync();
    }

    /// <inheritdoc/>
    protected override Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (Sort is not null)
        {
            foreach (var pod in PodOrder.By(Sort, _found, On(Descending)).Take(First ?? int.MaxValue))
            {
                Emit(pod, pipeline);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Looks in one place only: when that fails, there is nothing to go on with.</summary>
    private async Task FindInAsync(PodSelection selection, Cluster cluster, IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            await FindAsync(selection, () => cluster, pipeline, stop);
        }
        catch (KubernetesException refused)
        {
            var place = selection.NamespacesIn(cluster).First() ?? cluster.Connection.Context;
            pipeline.Terminate(ErrorRecords.From(refused, refused.Status.Details?.Name is { } name ? $"{place}/{name}" : place));
        }
    }

    private async Task FindAsync(PodSelection selection, Func<Cluster> open, IPipeline pipeline, CancellationToken stop)
    {
        if (HasEnough)
        {
            return;
        }

        await foreach (var pod in selection.FindAsync(open(), pipeline, stop))
        {
            if (Sort is not null)
            {
                _found.Add(pod);
                continue;
            }

            if (HasEnough)
            {
                return;
            }

            Emit(pod, pipeline);
            if (HasEnough)
            {
                return;
            }
        }
    }

    private bool IsAboutAllNamespaces => On(AllNamespaces) || (InputNode is not null && Namespace.Length == 0);

    private bool HasEnough => Sort is null && _emitted >= First;

    private void Emit(Pod pod, IPipeline pipeline)
    {
        _emitted++;
        if (_severalContexts)
        {
            pipeline.Write(pod, WithContext);
        }
        else if (IsAboutAllNamespaces || Namespace.Length > 1)
        {
            pipeline.Write(pod, WithNamespace);
        }
        else
        {
            pipeline.Write(pod);
        }
    }

    private PodSelection Selection()
    {
        // The name that was bound is that of the namespace or node.
        var names = !_named && (InputNamespace is not null || InputNode is not null) ? [] : Name;
        var node = Node ?? InputNode?.Name;
        var fields = SelectorText.OfFields(
            FieldSelector,
            node is null ? null : $"spec.nodeName={node}",
            Phase is null ? null : $"status.phase={Phase}");
        return new PodSelection
        {
            Names = names,
            Namespaces = Namespace,
            AllNamespaces = IsAboutAllNamespaces,
            Owner = Owner is null ? null : WorkloadReference.Parse(Owner),
            Query = new PodQuery
            {
                LabelSelector = SelectorText.OfLabels(LabelSelector),
                FieldSelector = fields,

                // Names, owners and orders are looked at here, so the server cannot know which pods will be the first.
                Most = names.Length == 0 && Owner is null && Sort is null ? First : null,
            },
        };
    }
}
