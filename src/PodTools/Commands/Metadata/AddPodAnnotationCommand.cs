using System.Collections;
using System.Management.Automation;

namespace PodTools.Commands;

/// <summary>Sets annotations of pods.</summary>
/// <remarks>
/// A key that has another value already is an error, unless -Overwrite is given; setting the same value again is none.
/// Keys are checked, and annotations that would have more than 262,144 bytes together are refused, both before anything is sent.
/// </remarks>
/// <example>
/// <code>Add-PodAnnotation web @{ 'example.com/owner' = 'web team' }</code>
/// <para>Sets an annotation of one pod.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | Add-PodAnnotation @{ 'example.com/checked' = (Get-Date -Format o) } -Overwrite -PassThru</code>
/// <para>Sets an annotation of many pods, whatever its value was, and emits them.</para>
/// </example>
/// <seealso cref="RemovePodAnnotationCommand"/>
/// <seealso cref="AddPodLabelCommand"/>
[Cmdlet(VerbsCommon.Add, "PodAnnotation", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(void))]
[OutputType(typeof(Pod))]
public sealed class AddPodAnnotationCommand : AddPodMetadataCmdlet
{
    /// <summary>The annotations to set, such as @{ 'example.com/owner' = 'web team' }.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByName, Position = 1)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByPod, Position = 0)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.BySelector, Position = 0)]
    [ValidateNotNullOrEmpty]
    public IDictionary? Annotation { get; set; }

    /// <inheritdoc/>
    private protected override PodMetadataKind Kind => PodMetadataKind.Annotations;

    /// <inheritdoc/>
    private protected override IDictionary? Given => Annotation;
}
