using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Tells why pods are not healthy, on what evidence, and what to do about it.</summary>
/// <remarks>
/// Each pod gets one diagnosis: a cause, one sentence, a suggestion, and the chain of findings that it rests on: states and
/// exit codes of containers, the last lines of logs, events, scheduling, and the node. A healthy pod gets one with the cause
/// None. Evidence that the user has no right to see is left out, which -Verbose tells.
/// </remarks>
/// <example>
/// <code>Get-PodDiagnosis web</code>
/// <para>Tells what is wrong with the pod web.</para>
/// </example>
/// <example>
/// <code>Get-PodDiagnosis -All -Namespace shop | Where-Object IsProblem | Format-Table Name, Cause, Container, Since</code>
/// <para>Lists the pods of a namespace that somebody should look after.</para>
/// </example>
/// <example>
/// <code>Get-PodDiagnosis -AllNamespaces | Group-Object Cause -NoElement</code>
/// <para>Counts what is wrong in the whole cluster.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PodDiagnosis", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodDiagnosis))]
public sealed class GetPodDiagnosisCommand : PodActionCmdlet
{
    /// <summary>Judges all pods of the namespace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.All)]
    public SwitchParameter All { get; set; }

    /// <summary>Judges the pods of all namespaces.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    private protected override bool MayMeanAll => On(All) || On(AllNamespaces);

    /// <inheritdoc/>
    private protected override bool MeansAllNamespaces => On(AllNamespaces);

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var current = Pod.Length > 0 ? await Cluster.PodsOf(pod, pipeline).GetAsync(pod.Namespace!, pod.Name!, stop) : pod;
        pipeline.Write(await new DiagnosisReader(current, pipeline).DiagnoseAsync(stop));
    }
}
