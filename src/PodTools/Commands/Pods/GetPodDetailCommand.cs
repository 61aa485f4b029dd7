using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets everything there is to know about pods, with their events.</summary>
/// <remarks>Printed, it reads like kubectl describe pod; as an object, each part is a property.</remarks>
/// <example>
/// <code>Get-PodDetail web</code>
/// <para>Describes a pod.</para>
/// </example>
/// <example>
/// <code>(Get-PodDetail web).Containers | Where-Object RestartCount -GT 0</code>
/// <para>Gets the containers of a pod that have restarted.</para>
/// </example>
/// <seealso cref="GetPodCommand"/>
/// <seealso cref="GetPodEventCommand"/>
/// <seealso cref="GetPodDiagnosisCommand"/>
[Cmdlet(VerbsCommon.Get, "PodDetail", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodDetail))]
public sealed class GetPodDetailCommand : PodActionCmdlet
{
    /// <inheritdoc/>
    private protected override bool MayMeanAll => true;

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var connection = KubernetesConnection.For(pod);
        var current = Pod.Length > 0 ? await Cluster.PodsOf(pod, pipeline).GetAsync(pod.Namespace!, pod.Name!, stop) : pod;
        var events = new List<CoreEvent>();
        try
        {
            await foreach (var each in new EventClient(connection, pipeline.Warn).ListAsync(current.Namespace, EventClient.About(current), stop))
            {
                events.Add(each);
            }
        }
        catch (KubernetesException exception) when (exception.Reason == "Forbidden")
        {
            // Who may see pods but not events still gets to see the pod.
            pipeline.WriteError(ErrorRecords.From(exception, current));
        }

        pipeline.Write(new PodDetail(current, events));
    }
}
