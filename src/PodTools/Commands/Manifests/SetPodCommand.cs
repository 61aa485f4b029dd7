using System.Management.Automation;
using PodTools.Compare;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Declares the state of pods: creates those that are missing and changes those that differ (server-side apply).</summary>
/// <remarks>
/// Only the fields that a manifest names are touched. A field that another manager owns is a conflict, an error that names
/// the manager and the field; -Force takes it over. Of a pod that kubectl apply made on the client's side, the fields and the
/// annotation last-applied-configuration are taken over without -Force, and the annotation goes. Several pods are declared in
/// parallel; results and errors come out in the order of the input. What the API does not let change on a live pod is refused by the server.
/// </remarks>
/// <example>
/// <code>Set-Pod -Path nginx-pod.yaml</code>
/// <para>Creates the pod, or changes it to what the file says. A second time, the change is Unchanged.</para>
/// </example>
/// <example>
/// <code>Set-Pod -Path pods/ -Namespace test -FieldManager deploy -WhatIf</code>
/// <para>Shows what would change in the pods of a folder, property by property, as the server would do it.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(PodApplyResult))]
public sealed class SetPodCommand : ManifestCmdlet
{
    private const string Question = "Apply";
    private ParallelWork? _work;
    private Cluster? _cluster;

    /// <summary>The name under which the server remembers who declared a field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string FieldManager { get; set; } = WriteOptions.DefaultFieldManager;

    /// <summary>Takes over fields that another manager owns.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many pods are declared at the same time, 1 to 1000.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 16;

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _work = new ParallelWork(ThrottleLimit, pipeline, stop);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.EndAsync(pipeline, stop);
        await _work!.FinishAsync();
    }

    /// <inheritdoc/>
    private protected override void Refuse(Exception exception, object target, IPipeline pipeline) =>
        _ = _work!.AddInOrderAsync(target, () => Task.FromException<object?>(exception));

    /// <inheritdoc/>
    private protected override Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        manifest.Require();
        if (manifest.Name.Length == 0)
        {
            throw new PodCommandException("NameRequired", ErrorCategory.InvalidData, $"{manifest.Place} has no metadata.name, by which a declared pod is found again.", "Name it, or create it with New-Pod.");
        }

        _cluster ??= OpenCluster(pipeline);
        var ns = manifest.NamespaceOr(Namespace, _cluster.Namespace);
        if (pipeline.WhatIf)
        {
            return _work!.AddInOrderAsync(manifest.Target, () => TellAsync(manifest, ns, pipeline, stop));
        }

        return pipeline.ShouldProcess($"pod '{ns}/{manifest.Name}'", Question)
            ? _work!.AddInOrderAsync(manifest.Target, () => ApplyAsync(manifest, ns, pipeline, stop))
            : Task.CompletedTask;
    }

    private async Task<object?> TellAsync(PodManifest manifest, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var pods = _cluster!.Pods(pipeline);
        var pod = await PodDifference.DescribeAsync($"{ns}/{manifest.Name}", PreviewAsync, pipeline);
        pipeline.ShouldProcess(pod, Question);
        return null;

        async Task<IReadOnlyList<PodChange>> PreviewAsync()
        {
            var before = await pods.FindAsync(ns, manifest.Name, stop);
            var after = await SendAsync(pods, manifest, ns, Options with { DryRun = true, Force = On(Force) || ClientSideApply.IsOf(before) }, stop);
            return before is null ? [new($"pod/{manifest.Name}", PodChangeKind.Added, null, "created")] : PodComparer.Compare(before, after);
        }
    }

    private async Task<object?> ApplyAsync(PodManifest manifest, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var pods = _cluster!.Pods(pipeline);
        var before = await pods.FindAsync(ns, manifest.Name, stop);
        if (before is not null && ClientSideApply.IsOf(before))
        {
            await ClientSideApply.TakeOverAsync(pods, before, FieldManager, stop);
        }

        var after = await SendAsync(pods, manifest, ns, Options, stop);
        return new PodApplyResult(after, ChangeBetween(before, after));
    }

    private ApplyOptions Options => new() { FieldManager = FieldManager, Force = On(Force), FieldValidation = "Strict" };

    private static async Task<Pod> SendAsync(PodClient pods, PodManifest manifest, string ns, ApplyOptions options, CancellationToken stop)
    {
        try
        {
            return await pods.ApplyAsync(ns, manifest.Name, manifest.Root, options, stop);
        }
        catch (KubernetesException conflict) when (conflict.Reason == "Conflict")
        {
            throw new PodCommandException(
                "PodConflict", ErrorCategory.ResourceBusy, conflict.Message, "Leave the field to its manager, or take it over with -Force.", conflict);
        }
        catch (KubernetesException refused) when (PodPatch.Explain($"{ns}/{manifest.Name}", refused) is { } explained)
        {
            throw explained;
        }
    }

    private static PodApplyChange ChangeBetween(Pod? before, Pod after) => before?.Metadata?.Uid != after.Metadata?.Uid
        ? PodApplyChange.Created
        : DeclaredState.IsSame(before!, after) ? PodApplyChange.Unchanged : PodApplyChange.Configured;
}
