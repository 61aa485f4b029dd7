using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Tells why pods are not healthy, on what evidence, and what to do about it.</summary>
/// <remarks>
/// Each pod gets one diagnosis: a cause, one sentence, a suggestion, and the chain of findings that it rests on: states and
/// exit codes of containers, the last lines of logs, events, scheduling, and the node. A healthy pod gets one with the cause
/// None. Without a name and a selector all pods of the namespace are judged. Evidence that the user has no right to see is left
/// out, which -Verbose tells.
/// </remarks>
/// <example>
/// <code>Get-PodDiagnosis web</code>
/// <para>Tells what is wrong with the pod web.</para>
/// </example>
/// <example>
/// <code>Get-PodDiagnosis -Namespace shop | Where-Object IsProblem | Format-Table Name, Cause, Container, Since</code>
/// <para>Lists the pods of a namespace that somebody should look after.</para>
/// </example>
/// <example>
/// <code>Get-PodDiagnosis -Owner deployment/web</code>
/// <para>Judges the pods of a deployment.</para>
/// </example>
/// <example>
/// <code>Get-PodDiagnosis -AllNamespaces | Group-Object Cause -NoElement</code>
/// <para>Counts what is wrong in the whole cluster.</para>
/// </example>
/// <seealso cref="GetPodDetailCommand"/>
/// <seealso cref="GetPodEventCommand"/>
/// <seealso cref="GetPodLogCommand"/>
/// <seealso cref="DebugPodCommand"/>
/// <seealso>about_PodTools</seealso>
[Cmdlet(VerbsCommon.Get, "PodDiagnosis", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodDiagnosis))]
public sealed class GetPodDiagnosisCommand : PodActionCmdlet
{
    /// <summary>
    /// Judges the pods that something runs, such as deployment/web, job/import or sts/db, by walking the owner references.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.ByName)]
    [Parameter(ParameterSetName = ParameterSets.BySelector)]
    [ArgumentCompleter(typeof(OwnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>Judges the pods of all namespaces.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName)]
    [Parameter(ParameterSetName = ParameterSets.BySelector)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    private protected override bool MayMeanAll => true;

    /// <inheritdoc/>
    private protected override bool MeansAllNamespaces => On(AllNamespaces);

    /// <inheritdoc/>
    private protected override WorkloadReference? MeantOwner => Owner is null ? null : WorkloadReference.Parse(Owner);

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var current = Pod.Length > 0 ? await Cluster.PodsOf(pod, pipeline).GetAsync(pod.Namespace!, pod.Name!, stop) : pod;
        pipeline.Write(await new DiagnosisReader(current, pipeline).DiagnoseAsync(stop));
    }
}
