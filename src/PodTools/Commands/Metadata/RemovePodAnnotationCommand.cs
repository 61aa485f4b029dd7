using System.Management.Automation;

namespace PodTools.Commands;

/// <summary>Removes annotations from pods.</summary>
/// <remarks>Removing a key that a pod does not have is no error.</remarks>
/// <example>
/// <code>Remove-PodAnnotation web example.com/owner</code>
/// <para>Removes an annotation of one pod.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | Remove-PodAnnotation example.com/checked -WhatIf</code>
/// <para>Shows from which pods an annotation would be removed.</para>
/// </example>
/// <seealso cref="AddPodAnnotationCommand"/>
/// <seealso cref="RemovePodLabelCommand"/>
[Cmdlet(VerbsCommon.Remove, "PodAnnotation", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByPod)]
[OutputType(typeof(void))]
[OutputType(typeof(Pod))]
public sealed class RemovePodAnnotationCommand : RemovePodMetadataCmdlet
{
    /// <summary>The keys of the annotations to remove.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName, Position = 1)]
    [Parameter(ParameterSetName = ParameterSets.ByPod, Position = 1)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.BySelector, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Annotation { get; set; } = [];

    /// <inheritdoc/>
    private protected override PodMetadataKind Kind => PodMetadataKind.Annotations;

    /// <inheritdoc/>
    private protected override string[] Given => Annotation;
}
