using System.Collections;
using System.Management.Automation;

namespace PodTools.Commands;

/// <summary>Sets labels of pods.</summary>
/// <remarks>
/// A key that has another value already is an error, unless -Overwrite is given; setting the same value again is none.
/// Keys and values are checked before anything is sent.
/// </remarks>
/// <example>
/// <code>Add-PodLabel web @{ team = 'red' }</code>
/// <para>Sets a label of one pod.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | Add-PodLabel @{ stage = 'canary' } -Overwrite -PassThru</code>
/// <para>Sets a label of many pods, whatever its value was, and emits them.</para>
/// </example>
/// <seealso cref="RemovePodLabelCommand"/>
/// <seealso cref="AddPodAnnotationCommand"/>
/// <seealso>about_PodTools_Selectors</seealso>
[Cmdlet(VerbsCommon.Add, "PodLabel", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(void))]
[OutputType(typeof(Pod))]
public sealed class AddPodLabelCommand : AddPodMetadataCmdlet
{
    /// <summary>The labels to set, such as @{ team = 'red' }.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByName, Position = 1)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByPod, Position = 0)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.BySelector, Position = 0)]
    [ValidateNotNullOrEmpty]
    public IDictionary? Label { get; set; }

    /// <inheritdoc/>
    private protected override PodMetadataKind Kind => PodMetadataKind.Labels;

    /// <inheritdoc/>
    private protected override IDictionary? Given => Label;
}
