using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Declares the state of pods: creates those that are missing and changes those that differ (server-side apply).</summary>
/// <remarks>
/// Only the fields that a manifest names are touched. A field that another manager owns is a conflict, an error that names
/// the manager and the field; -Force takes it over. What the same manager has written by other means, as Add-PodLabel does,
/// gives way. Of a pod that kubectl apply made on the client's side, the fields and the annotation last-applied-configuration
/// are taken over without -Force, and the annotation goes. Several pods are declared in parallel; results and errors come out
/// in the order of the input. A pod that is declared twice is an error the second time. What the API does not let change on a
/// live pod is refused by the server.
///
/// -Prune then removes the pods that were declared before and are no longer: those with the labels that -LabelSelector selects,
/// in the namespaces of the pods that are declared now, and only such as the same -FieldManager has applied. It lists them and
/// asks; with -Force or -Confirm:$false it does not ask, and -WhatIf only lists. When a pod could not be declared, nothing is pruned.
/// </remarks>
/// <example>
/// <code>Set-Pod -Path nginx-pod.yaml</code>
/// <para>Creates the pod, or changes it to what the file says. A second time, the change is Unchanged.</para>
/// </example>
/// <example>
/// <code>Set-Pod -Path pods/ -Namespace test -FieldManager deploy -WhatIf</code>
/// <para>Shows what would change in the pods of a folder, property by property, as the server would do it.</para>
/// </example>
/// <example>
/// <code>Set-Pod -Path pods/ -Prune -LabelSelector app=shop</code>
/// <para>Declares the pods of a folder, and removes those that it declared before whose manifests are gone.</para>
/// </example>
/// <seealso cref="NewPodCommand"/>
/// <seealso cref="UpdatePodCommand"/>
/// <seealso cref="ComparePodCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
/// <seealso href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-side apply</seealso>
[Cmdlet(VerbsCommon.Set, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(PodApplyResult))]
public sealed class SetPodCommand : ManifestCmdlet
{
    private const string Question = "Apply";
    private readonly Dictionary<string, PodManifest> _declared = new(StringComparer.Ordinal);
    private ParallelWork? _work;
    private PodPruning? _pruning;
    private Cluster? _cluster;

    /// <summary>The name under which the server remembers who declared a field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string FieldManager { get; set; } = WriteOptions.DefaultFieldManager;

    /// <summary>Takes over fields that another manager owns, and prunes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Removes the pods that -LabelSelector selects, that the same manager has applied before, and that are declared no longer.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>The labels of the pods that -Prune may remove, as text such as 'app=web' or as a hashtable. All pods are declared, whatever their labels.</summary>
    [Parameter]
    [Alias("l")]
    [ArgumentCompleter(typeof(LabelCompleter))]
    [ValidateNotNullOrEmpty]
    public object? LabelSelector { get; set; }

    /// <summary>How many pods are declared at the same time, 1 to 1000.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 16;

    private ApplyOptions Options => new() { FieldManager = FieldManager, Force = On(Force), FieldValidation = "Strict" };

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        var selector = SelectorText.OfLabels(LabelSelector);
        if (On(Prune) != !string.IsNullOrEmpty(selector))
        {
            throw new PodCommandException(
                "PruneIncomplete",
                ErrorCategory.InvalidArgument,
                On(Prune) ? "-Prune was not told which pods belong to the manifests." : "-LabelSelector is for -Prune only.",
                "Give -Prune together with -LabelSelector, or neither.");
        }

        _pruning = On(Prune) ? new PodPruning(selector!, FieldManager) : null;
        _work = new ParallelWork(ThrottleLimit, pipeline, stop);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.EndAsync(pipeline, stop);
        await _work!.FinishAsync();
        if (_pruning is not null)
        {
            await PruneAsync(_pruning, pipeline, stop);
            await _work.FinishAsync();
        }
    }

    /// <inheritdoc/>
    private protected override void Refuse(Exception exception, object target, IPipeline pipeline) =>
        _ = _work!.AddInOrderAsync(target, () => Task.FromException<object?>(exception));

    /// <inheritdoc/>
    private protected override Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        manifest.Require();
        manifest.RequireTypes();
        if (manifest.Name.Length == 0)
        {
            throw new PodCommandException("NameRequired", ErrorCategory.InvalidData, $"{manifest.Place} has no metadata.name, by which a declared pod is found again.", "Name it, or create it with New-Pod.");
        }

        var cluster = OpenTarget(pipeline);
        RequireOneCluster(cluster, manifest);
        var ns = manifest.NamespaceOr(Namespace, cluster.Namespace);
        var declaration = new PodDeclaration(manifest, ns, Options);
        RequireFirst(declaration.Pod, manifest);
        _pruning?.Keep(manifest, ns, pipeline);
        if (pipeline.WhatIf)
        {
            return _work!.AddInOrderAsync(
                manifest.Target,
                async () => await PodDifference.DescribeAsync(declaration.Pod, () => declaration.PreviewAsync(cluster.Pods(pipeline), stop), pipeline),
                description => pipeline.ShouldProcess((string)description, Question));
        }

        return pipeline.ShouldProcess($"pod '{declaration.Pod}'", Question)
            ? _work!.AddInOrderAsync(manifest.Target, async () => await declaration.ApplyAsync(cluster.Pods(pipeline), stop))
            : Task.CompletedTask;
    }

    /// <summary>What is declared is all that a cluster is to have, so it must be clear which cluster is meant.</summary>
    private void RequireOneCluster(Cluster cluster, PodManifest manifest)
    {
        _cluster ??= cluster;
        if (_cluster.Connection != cluster.Connection)
        {
            throw new PodCommandException(
                "PodElsewhere",
                ErrorCategory.InvalidArgument,
                $"{manifest.Place} comes from the context '{cluster.Connection.Context}', those before it from '{_cluster.Connection.Context}'.",
                "Declare the pods of each cluster by a command of its own.");
        }
    }

    /// <summary>Two that say different things about one pod would make it now this, now that.</summary>
    private void RequireFirst(string pod, PodManifest manifest)
    {
        if (!_declared.TryAdd(pod, manifest))
        {
            throw new PodCommandException(
                "PodDeclaredTwice",
                ErrorCategory.InvalidData,
                $"{manifest.Place} declares the pod '{pod}' again, which {_declared[pod].Place.TrimEnd(',')} has declared already.",
                "Keep one of the two. The first one has been taken.");
        }
    }

    private async Task PruneAsync(PodPruning pruning, IPipeline pipeline, CancellationToken stop)
    {
        if (_work!.HasFailed)
        {
            pipeline.Warn("Nothing is pruned, because not every manifest could be declared.");
            return;
        }

        if (_cluster is null)
        {
            return;
        }

        var pods = _cluster.Pods(pipeline);
        var left = await pruning.FindAsync(pods, stop);
        if (left.Count > 0 && (pipeline.WhatIf || On(Force) || !pipeline.MayAsk || pipeline.ShouldContinue(QuestionFor(left), "Prune")))
        {
            foreach (var pod in left.Where(pod => pipeline.ShouldProcess($"pod '{pod}'", "Prune", ask: false)))
            {
                await _work.AddInOrderAsync(pod, () => PodPruning.RemoveAsync(pods, pod, pipeline, stop));
            }
        }
    }

    private string QuestionFor(IReadOnlyList<Pod> left) => string.Join(
        Environment.NewLine,
        [$"'{FieldManager}' has applied these pods and declares them no longer:", .. left.Select(pod => $"  {pod}"), "Remove them?"]);
}
