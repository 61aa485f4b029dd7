using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Compares manifests with live pods, or pods with one another, property by property.</summary>
/// <remarks>
/// With a manifest, the changes are those that make the live pod what the manifest says: Old is what is there, New what the
/// manifest wants. With two pods, Old is the reference and New the difference. Elements of lists are matched by their keys, such
/// as the name of a container; defaults and what the server fills in are no changes. Nothing is emitted when nothing differs.
/// </remarks>
/// <example>
/// <code>Compare-Pod web.yaml</code>
/// <para>Lists what Set-Pod -Path web.yaml would change.</para>
/// </example>
/// <example>
/// <code>Compare-Pod web-1 web-2 | Where-Object Field -Like 'spec.containers*'</code>
/// <para>Lists how the containers of two pods differ.</para>
/// </example>
/// <seealso cref="SetPodCommand"/>
/// <seealso cref="GetPodDetailCommand"/>
/// <seealso cref="ConvertToPodManifestCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsData.Compare, "Pod", DefaultParameterSetName = ByPods)]
[OutputType(typeof(PodChange))]
public sealed class ComparePodCommand : ManifestCmdlet
{
    private const string ByPods = "ByPods";

    /// <summary>The pod to compare with: its name, or a pod as Get-Pod emits it. Alone, it is a manifest: a path as for -Path, or an object as for -Manifest.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPods)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? ReferencePod { get; set; }

    /// <summary>The pod that is compared: its name, or a pod as Get-Pod emits it.</summary>
    [Parameter(Position = 1, ParameterSetName = ByPods)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? DifferencePod { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        switch (ManifestInput.Unwrap(ReferencePod), DifferencePod)
        {
            case (not null, not null):
                return ComparePodsAsync(pipeline, stop);
            case (string path, null):
                Path = [path];
                break;
            case ({ } manifest, null):
                Manifest = [manifest];
                break;
        }

        return base.ProcessAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    private protected override async Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        manifest.RequirePod();
        var cluster = OpenCluster(pipeline);
        try
        {
            var live = await cluster.Pods(pipeline).GetAsync(manifest.NamespaceOr(Namespace, cluster.Namespace), manifest.Name, stop);
            Emit(KubernetesJson.ToNode(live), manifest.Root, manifest.Name, pipeline);
        }
        catch (KubernetesException exception)
        {
            pipeline.WriteError(ErrorRecords.From(exception, manifest.Target));
        }
    }

    private async Task ComparePodsAsync(IPipeline pipeline, CancellationToken stop)
    {
        var reference = await FindAsync(ReferencePod!);
        var difference = await FindAsync(DifferencePod!);
        if (reference is not null && difference is not null)
        {
            Emit(KubernetesJson.ToNode(reference), KubernetesJson.ToNode(difference), difference.Name, pipeline);
        }

        Task<Pod?> FindAsync(object given) => PodArgument.FindOneAsync(given, () => OpenCluster(pipeline), Namespace, pipeline, stop);
    }

    private static void Emit(JsonObject first, JsonObject second, string? pod, IPipeline pipeline)
    {
        foreach (var change in PodComparer.Compare(first, second))
        {
            pipeline.Write(change with { Pod = pod });
        }
    }
}
