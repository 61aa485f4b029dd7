using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Removes pods.</summary>
/// <remarks>
/// Asks before each pod; -Force or -Confirm:$false does not ask, and -WhatIf lists exactly what would go. The server gives
/// each pod its grace period to end; the command returns as soon as the server has taken the request, or with -Wait when the
/// pods are gone. Waiting is for the very pod: a new one of the same name does not prolong it. Pods that have vanished in the
/// meantime are no error when they were selected by labels, fields or -All.
/// </remarks>
/// <example>
/// <code>Remove-Pod web -Force -Wait</code>
/// <para>Removes the pod web without asking and returns when it is gone.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector team=red | Remove-Pod -WhatIf</code>
/// <para>Lists the pods with the label that would be removed.</para>
/// </example>
/// <example>
/// <code>Remove-Pod -All -Namespace test -GracePeriod 1 -Confirm:$false</code>
/// <para>Removes all pods of the namespace test, giving each one second to end.</para>
/// </example>
/// <seealso cref="GetPodCommand"/>
/// <seealso cref="WaitPodCommand"/>
/// <seealso>about_PodTools_Selectors</seealso>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination">Termination of pods</seealso>
[Cmdlet(VerbsCommon.Remove, "Pod", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(void))]
[OutputType(typeof(Pod))]
public sealed class RemovePodCommand : PodActionCmdlet
{
    /// <summary>Removes all pods of the namespace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.All)]
    public SwitchParameter All { get; set; }

    /// <summary>The seconds that a pod has to end, instead of its own terminationGracePeriodSeconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? GracePeriod { get; set; }

    /// <summary>Forgets the pod at once, without waiting for its node to confirm that it has ended. It may go on running there for a while.</summary>
    [Parameter]
    public SwitchParameter Now { get; set; }

    /// <summary>Asks the cluster to evict the pod, which honours disruption budgets: an eviction that a budget forbids is tried again until -Timeout. Pods that a node runs from a file are left alone.</summary>
    [Parameter]
    public SwitchParameter Evict { get; set; }

    /// <summary>Returns only when the pods are gone.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to try to evict and to wait, in all, as a time span or in seconds. Without it: as long as it takes.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Emits each pod that is removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool MayMeanAll => On(All);

    /// <inheritdoc/>
    private protected override string Question => On(Evict) ? "Evict" : "Remove";

    /// <inheritdoc/>
    private protected override bool Asks => !On(Force);

    private bool IsLenient => On(All) || Query != PodQuery.Everything;

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var removal = new PodRemoval(Cluster.PodsOf(pod, pipeline), pod)
        {
            GracePeriodSeconds = On(Now) ? 0 : GracePeriod is 0 ? 1 : GracePeriod,
            Evict = On(Evict),
            Timeout = Timeout,
        };
        if (On(Evict) && removal.IsMirror)
        {
            pipeline.Warn($"The pod '{pod}' is left alone: its node runs it from a file, and no eviction ends it.");
            return;
        }

        try
        {
            await removal.StartAsync(pipeline, stop);
        }
        catch (KubernetesException exception) when (exception.Reason == "NotFound" && IsLenient)
        {
            return;
        }

        if (On(Wait))
        {
            await removal.WaitAsync(pipeline, stop);
        }

        if (On(PassThru))
        {
            pipeline.Write(pod);
        }
    }
}
