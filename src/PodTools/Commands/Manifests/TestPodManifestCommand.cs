using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Checks manifests without a cluster and emits every issue.</summary>
/// <remarks>
/// Nothing is emitted for a manifest that is fine. Each issue names file, line, column, the field as the API writes it, the
/// rule and what to do. Found are broken syntax, unknown and misplaced fields with the nearest real name, wrong types, and
/// what an API server would reject by its own rules. Pod templates in Deployments, Jobs and other workloads are checked too.
/// A rule that only some versions of the API server have is a warning, and so is what the server takes but what fails when
/// the pod runs; other kinds of objects are named as information. What a cluster decides by its own objects and plug-ins
/// (priority classes, runtime classes and their overhead, service accounts, quotas, policies) can be seen with -Server only.
/// </remarks>
/// <example>
/// <code>Test-PodManifest -Path web.yaml</code>
/// <para>Lists what is wrong with a file.</para>
/// </example>
/// <example>
/// <code>if (Test-PodManifest -Path deploy/ -Severity Error) { throw 'Correct the manifests first.' }</code>
/// <para>Stops a script when any manifest of a folder would be rejected.</para>
/// </example>
/// <seealso cref="GetPodSchemaCommand"/>
/// <seealso cref="NewPodCommand"/>
/// <seealso cref="SetPodCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsDiagnostic.Test, "PodManifest", DefaultParameterSetName = ByPath)]
[OutputType(typeof(PodManifestIssue))]
public sealed class TestPodManifestCommand : ManifestCmdlet
{
    /// <summary>Emits only issues of this severity.</summary>
    [Parameter]
    [ValidateSet("Error", "Warning", "Information")]
    public string? Severity { get; set; }

    /// <summary>Also has the server of the context check each pod, without keeping it (a dry run).</summary>
    [Parameter]
    public SwitchParameter Server { get; set; }

    /// <inheritdoc/>
    private protected override async Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        var document = manifest.Document ?? ManifestDocument.Of(manifest.Root);
        var issues = ManifestValidator.Validate(document);
        foreach (var issue in issues)
        {
            Emit(issue, pipeline);
        }

        if (On(Server) && document.Kind == "Pod")
        {
            await AskServerAsync(manifest, document, issues, pipeline, stop);
        }
    }

    /// <inheritdoc/>
    private protected override void Refuse(Exception exception, object target, IPipeline pipeline)
    {
        if (exception is ManifestException { Issue: var issue })
        {
            Emit(issue, pipeline);
        }
        else
        {
            base.Refuse(exception, target, pipeline);
        }
    }

    private async Task AskServerAsync(
        PodManifest manifest, ManifestDocument document, IReadOnlyList<PodManifestIssue> known, IPipeline pipeline, CancellationToken stop)
    {
        var cluster = OpenCluster(pipeline);
        try
        {
            var options = new WriteOptions { DryRun = true, FieldValidation = "Strict" };
            await cluster.Pods(pipeline).CreateAsync(manifest.NamespaceOr(Namespace, cluster.Namespace), manifest.Root, options, stop);
        }
        catch (KubernetesException refused) when (refused.Reason is "Invalid" or "BadRequest")
        {
            foreach (var issue in IssuesOf(refused, document).Where(issue => !known.Any(found => found.Field == issue.Field && found.Message == issue.Message)))
            {
                Emit(issue, pipeline);
            }
        }
        catch (KubernetesException exists) when (exists.Reason == "AlreadyExists")
        {
            // The server looks for the name last, when it has checked all else.
        }
        catch (KubernetesException exception)
        {
            pipeline.WriteError(ErrorRecords.From(exception, manifest.Target));
        }
    }

    private static IEnumerable<PodManifestIssue> IssuesOf(KubernetesException refused, ManifestDocument document)
    {
        var causes = refused.Status.Details?.Causes is { Count: > 0 } listed ? listed : [new StatusCause { Message = refused.Message }];
        return causes.Select(cause =>
        {
            var (line, column) = document.Locate(cause.Field ?? "");
            return new PodManifestIssue
            {
                Path = document.Path,
                Line = line,
                Column = column,
                Field = cause.Field ?? "",
                Rule = "Server",
                Message = cause.Message ?? refused.Message,
            };
        });
    }

    private void Emit(PodManifestIssue issue, IPipeline pipeline)
    {
        if (Severity is null || Severity == issue.Severity.ToString())
        {
            pipeline.Write(issue);
        }
    }
}
