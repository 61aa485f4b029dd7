using System.Management.Automation;
using PodTools.Completion;

namespace PodTools.Commands;

/// <summary>Removes labels from pods.</summary>
/// <remarks>Removing a key that a pod does not have is no error.</remarks>
/// <example>
/// <code>Remove-PodLabel web team</code>
/// <para>Removes a label of one pod.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector stage | Remove-PodLabel stage -WhatIf</code>
/// <para>Shows from which pods a label would be removed.</para>
/// </example>
/// <seealso cref="AddPodLabelCommand"/>
/// <seealso cref="RemovePodAnnotationCommand"/>
/// <seealso>about_PodTools_Selectors</seealso>
[Cmdlet(VerbsCommon.Remove, "PodLabel", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByPod)]
[OutputType(typeof(void))]
[OutputType(typeof(Pod))]
public sealed class RemovePodLabelCommand : RemovePodMetadataCmdlet
{
    /// <summary>The keys of the labels to remove.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName, Position = 1)]
    [Parameter(ParameterSetName = ParameterSets.ByPod, Position = 1)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.BySelector, Position = 0)]
    [ArgumentCompleter(typeof(LabelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Label { get; set; } = [];

    /// <inheritdoc/>
    private protected override PodMetadataKind Kind => PodMetadataKind.Labels;

    /// <inheritdoc/>
    private protected override string[] Given => Label;
}
