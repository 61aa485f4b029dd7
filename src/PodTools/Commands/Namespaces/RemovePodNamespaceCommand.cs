using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Removes a namespace with everything in it.</summary>
/// <remarks>
/// Asks first; -Force or -Confirm:$false does not ask. The namespace stays, terminating, until all that is in it is gone:
/// -Wait returns then, or with an error when that takes longer than -Timeout.
/// </remarks>
/// <example>
/// <code>Remove-PodNamespace rehearsal -Force -Wait</code>
/// <para>Removes the namespace without asking, and returns when it is gone.</para>
/// </example>
/// <example>
/// <code>'run-1', 'run-2' | Remove-PodNamespace -Force -Wait -Timeout 2m</code>
/// <para>Removes two namespaces; one that takes longer than two minutes is an error, and the other still goes.</para>
/// </example>
/// <example>
/// <code>Get-PodNamespace test-* | Remove-PodNamespace -WhatIf</code>
/// <para>Lists the namespaces that would be removed.</para>
/// </example>
/// <seealso cref="GetPodNamespaceCommand"/>
/// <seealso cref="NewPodNamespaceCommand"/>
/// <seealso cref="RemovePodCommand"/>
[Cmdlet(VerbsCommon.Remove, "PodNamespace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByObject)]
[OutputType(typeof(void))]
public sealed class RemovePodNamespaceCommand : ClusterCmdlet
{
    private const string ByName = "ByName";
    private const string ByObject = "ByObject";

    /// <summary>The names. Wildcards are not taken here: pipe Get-PodNamespace in.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Namespaces, as Get-PodNamespace emits them. Each is removed from the cluster that it was read from.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PodNamespace[] InputObject { get; set; } = [];

    /// <summary>Returns only when the namespace is gone.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>With -Wait: how long each namespace may take to go, as a time span or in seconds. Without it: as long as it takes.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var ns in InputObject.Where(ns => IsMeant(ns, pipeline)))
        {
            await AskAndRemoveAsync(ns.Connection, ns.Name, pipeline, stop);
        }

        foreach (var name in Name)
        {
            await AskAndRemoveAsync(OpenCluster(pipeline).Connection, name, pipeline, stop);
        }
    }

    /// <summary>A namespace is removed from its own cluster only: naming another one beside it is a mistake that must not be followed.</summary>
    private bool IsMeant(PodNamespace ns, IPipeline pipeline)
    {
        if (string.IsNullOrEmpty(Context) || Context == ns.Context)
        {
            return true;
        }

        pipeline.WriteError(ErrorRecords.From(
            new PodCommandException(
                "NamespaceElsewhere",
                ErrorCategory.InvalidArgument,
                $"The namespace '{ns}' was read from the context '{ns.Context}', not from what -Context names.",
                "Leave out -Context: namespaces from the pipeline bring their own."),
            ns));
        return false;
    }

    private async Task AskAndRemoveAsync(KubernetesConnection connection, string name, IPipeline pipeline, CancellationToken stop)
    {
        if (pipeline.ShouldProcess($"namespace '{name}' with all its pods, in context '{connection.Context}'", "Remove", !On(Force)))
        {
            await RemoveAsync(new NamespaceClient(connection, pipeline.Warn), name, pipeline, stop);
        }
    }

    private async Task RemoveAsync(NamespaceClient namespaces, string name, IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            var removed = await namespaces.GetAsync(name, stop);
            await namespaces.DeleteAsync(name, null, stop);
            if (On(Wait))
            {
                await WaitAsync(namespaces, removed, stop);
            }
        }
        catch (Exception exception) when (exception is KubernetesException or TimeoutException)
        {
            pipeline.WriteError(ErrorRecords.From(exception, name));
        }
    }

    private async Task WaitAsync(NamespaceClient namespaces, Namespace removed, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        try
        {
            await namespaces.WaitUntilGoneAsync(removed, limit.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The namespace '{removed.Metadata?.Name}' was still terminating after {HumanDuration.InSeconds(Timeout!.Value)}.", late);
        }
    }
}
