using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Completion;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Changes what the API lets change on live pods.</summary>
/// <remarks>
/// Of a live pod only few things may change: the images of its containers, activeDeadlineSeconds, more tolerations, labels
/// and annotations, and, through the subresource resize, cpu and memory. Everything else is refused with the rule; for it the
/// pod must be removed and created again.
/// </remarks>
/// <example>
/// <code>Update-Pod web -Image nginx:1.29</code>
/// <para>Changes the image of a pod with one container.</para>
/// </example>
/// <example>
/// <code>Update-Pod pair -Image @{ reader = 'busybox:1.37' } -WhatIf</code>
/// <para>Shows which pod would get another image for its container reader.</para>
/// </example>
/// <example>
/// <code>Update-Pod web -Patch @{ metadata = @{ labels = @{ stage = 'canary' } } }</code>
/// <para>Changes a pod by a patch.</para>
/// </example>
[Cmdlet(VerbsData.Update, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(Pod))]
public sealed class UpdatePodCommand : PodActionCmdlet
{
    /// <summary>The new image of the container, or a hashtable of containers and images.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? Image { get; set; }

    /// <summary>The container that -Image, -Request and -Limit are about. Without it: the pod's only one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>The seconds after which the pod is ended. It may be set or lowered, but not raised.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public long? ActiveDeadlineSeconds { get; set; }

    /// <summary>Tolerations to add, such as @{ key = 'gpu'; operator = 'Exists' }.</summary>
    [Parameter]
    public IDictionary[] Toleration { get; set; } = [];

    /// <summary>New requests of the container, such as @{ cpu = '250m' }.</summary>
    [Parameter]
    public IDictionary? Request { get; set; }

    /// <summary>New limits of the container, such as @{ memory = '128Mi' }.</summary>
    [Parameter]
    public IDictionary? Limit { get; set; }

    /// <summary>A patch: a hashtable, an array of hashtables (for -PatchType Json), or text in JSON or YAML.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Patch { get; set; }

    /// <summary>The kind of the patch.</summary>
    [Parameter]
    public PatchType PatchType { get; set; } = PatchType.Strategic;

    /// <inheritdoc/>
    private protected override string Question => "Update";

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop) =>
        Image is null && ActiveDeadlineSeconds is null && Toleration.Length == 0 && Request is null && Limit is null && Patch is null
            ? throw new PodCommandException("NothingToUpdate", ErrorCategory.InvalidArgument, "Nothing to change was named.", "Give -Image, -Patch or another change.")
            : base.BeginAsync(pipeline, stop);

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var pods = Cluster.PodsOf(pod, pipeline);
        var update = new PodUpdate(pod, Container);
        var after = pod;
        foreach (var (type, patch, subresource) in PatchesFor(update))
        {
            after = await update.SendAsync(pods, type, patch, subresource, stop);
        }

        pipeline.Write(after);
    }

    private IEnumerable<(PatchType Type, JsonNode Patch, string? Subresource)> PatchesFor(PodUpdate update)
    {
        if (update.SpecPatch(Image, ActiveDeadlineSeconds, [.. Toleration.Select(Tables.ToModel<Toleration>)]) is { } spec)
        {
            yield return (PatchType.Strategic, spec, null);
        }

        if (Request is not null || Limit is not null)
        {
            yield return (PatchType.Strategic, update.ResizePatch(Tables.ToQuantities(Request), Tables.ToQuantities(Limit)), "resize");
        }

        if (Patch is not null)
        {
            yield return (PatchType, TreeOf(Patch), null);
        }
    }

    private static JsonNode TreeOf(object patch) => ManifestInput.Unwrap(patch) is string text
        ? PatchText.Read(text)
        : ManifestTree.From(patch, ManifestInput.Unwrap)!;
}
