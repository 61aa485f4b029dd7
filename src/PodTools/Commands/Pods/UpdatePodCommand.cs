using System.Collections;
using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Changes what the API lets change on live pods.</summary>
/// <remarks>
/// Of a live pod only few things may change: the images of its containers, activeDeadlineSeconds, more tolerations, labels
/// and annotations, and, through the subresource resize, cpu and memory. Everything else is refused with the rule before the
/// server is asked; for it the pod must be removed and created again.
///
/// When somebody else changes the pod at the same time, the change is made anew of what they left, so that nothing of theirs
/// is overwritten. A patch that names a resourceVersion is sent for that version only.
///
/// -WhatIf has the server try the change without keeping it, and shows what would differ, property by property.
/// </remarks>
/// <example>
/// <code>Update-Pod web -Image nginx:1.29</code>
/// <para>Changes the image of a pod with one container.</para>
/// </example>
/// <example>
/// <code>Update-Pod pair -Image @{ reader = 'busybox:1.37' } -WhatIf</code>
/// <para>Shows what would change in the pod, and changes nothing.</para>
/// </example>
/// <example>
/// <code>Update-Pod web -Request @{ cpu = '500m' } -Limit @{ cpu = 1 }</code>
/// <para>Changes the cpu of a pod that runs, on clusters that can.</para>
/// </example>
/// <example>
/// <code>Update-Pod web -Patch @{ metadata = @{ labels = @{ stage = 'canary' } } }</code>
/// <para>Changes a pod by a patch.</para>
/// </example>
/// <seealso cref="SetPodCommand"/>
/// <seealso cref="AddPodLabelCommand"/>
/// <seealso cref="ComparePodCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsData.Update, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(Pod))]
public sealed class UpdatePodCommand : PodActionCmdlet
{
    private PodUpdate? _update;

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

    /// <summary>A patch: a hashtable, for -PatchType Json a hashtable for each operation, or text in JSON or YAML.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Patch { get; set; }

    /// <summary>The kind of the patch.</summary>
    [Parameter]
    public PatchType PatchType { get; set; } = PatchType.Strategic;

    /// <summary>
    /// The name under which the server remembers who changed a field. Without it: podtools, and for -PatchType Apply
    /// podtools-patch, because an apply takes back what the same manager has applied before and does not name again.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FieldManager { get; set; }

    /// <inheritdoc/>
    private protected override string Question => "Update";

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (Image is null && ActiveDeadlineSeconds is null && Toleration.Length == 0 && Request is null && Limit is null && Patch is null)
        {
            throw new PodCommandException("NothingToUpdate", ErrorCategory.InvalidArgument, "Nothing to change was named.", "Give -Image, -Patch or another change.");
        }

        _update = Changes();
        return base.BeginAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    private protected override Task<string> DescribeAsync(Pod pod, IPipeline pipeline, CancellationToken stop) =>
        PodDifference.DescribeAsync($"{pod}", () => _update!.PreviewAsync(Cluster.PodsOf(pod, pipeline), pod, stop), pipeline);

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop) =>
        pipeline.Write(await _update!.ApplyAsync(Cluster.PodsOf(pod, pipeline), pod, stop));

    private PodUpdate Changes() => new()
    {
        Container = Container,
        Image = Image,
        ActiveDeadlineSeconds = ActiveDeadlineSeconds,
        Tolerations = [.. Toleration.Select(table => Tables.ToModel<Toleration>(table, $"-{nameof(Toleration)}"))],
        Resources = Request is null && Limit is null
            ? null
            : new() { Requests = Tables.ToQuantities(Request, $"-{nameof(Request)}"), Limits = Tables.ToQuantities(Limit, $"-{nameof(Limit)}") },
        Patch = Patch is null ? null : PodPatch.Read(PatchType, Patch),
        Manager = FieldManager,
    };
}
