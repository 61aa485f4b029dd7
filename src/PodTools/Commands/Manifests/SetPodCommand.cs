using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Declares the state of pods: creates those that are missing and changes those that differ (server-side apply).</summary>
/// <remarks>
/// Only the fields that a manifest names are touched. A field that another manager owns is a conflict, an error that names
/// the manager and the field; -Force takes it over. What the API does not let change on a live pod is refused by the server.
/// </remarks>
/// <example>
/// <code>Set-Pod -Path nginx-pod.yaml</code>
/// <para>Creates the pod, or changes it to what the file says. A second time, the change is Unchanged.</para>
/// </example>
/// <example>
/// <code>Set-Pod -Path pods/ -Namespace test -FieldManager deploy -WhatIf</code>
/// <para>Shows which pods of a folder would be declared.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(PodApplyResult))]
public sealed class SetPodCommand : ManifestCmdlet
{
    private Cluster? _cluster;

    /// <summary>The name under which the server remembers who declared a field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string FieldManager { get; set; } = WriteOptions.DefaultFieldManager;

    /// <summary>Takes over fields that another manager owns.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override async Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        manifest.Require();
        if (manifest.Name.Length == 0)
        {
            throw new PodCommandException("NameRequired", ErrorCategory.InvalidData, $"{manifest.Place} has no metadata.name, by which a declared pod is found again.", "Name it, or create it with New-Pod.");
        }

        _cluster ??= OpenCluster(pipeline);
        var ns = manifest.NamespaceOr(Namespace, _cluster.Namespace);
        if (!pipeline.ShouldProcess($"pod '{ns}/{manifest.Name}'", "Apply"))
        {
            return;
        }

        try
        {
            pipeline.Write(await ApplyAsync(manifest, ns, pipeline, stop));
        }
        catch (KubernetesException exception)
        {
            pipeline.WriteError(Describe(exception, manifest, ns));
        }
    }

    private async Task<PodApplyResult> ApplyAsync(PodManifest manifest, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var pods = _cluster!.Pods(pipeline);
        var before = await pods.FindAsync(ns, manifest.Name, stop);
        var options = new ApplyOptions { FieldManager = FieldManager, Force = On(Force), FieldValidation = "Strict" };
        var after = await pods.ApplyAsync(ns, manifest.Name, manifest.Root, options, stop);
        return new PodApplyResult(after, ChangeBetween(before, after));
    }

    private static PodApplyChange ChangeBetween(Pod? before, Pod after) => before?.Metadata?.Uid != after.Metadata?.Uid
        ? PodApplyChange.Created
        : DeclaredState.IsSame(before!, after) ? PodApplyChange.Unchanged : PodApplyChange.Configured;

    private static PodError Describe(KubernetesException exception, PodManifest manifest, string ns)
    {
        var error = ErrorRecords.From((Exception?)PodPatch.Explain($"{ns}/{manifest.Name}", exception) ?? exception, manifest.Target);
        return exception.Reason == "Conflict" ? error with { Advice = "Leave the field to its manager, or take it over with -Force." } : error;
    }
}
