using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Removes a namespace with everything in it.</summary>
/// <remarks>
/// Asks first; -Force or -Confirm:$false does not ask. The namespace stays, terminating, until all that is in it is gone:
/// -Wait returns then.
/// </remarks>
/// <example>
/// <code>Remove-PodNamespace rehearsal -Force -Wait</code>
/// <para>Removes the namespace without asking, and returns when it is gone.</para>
/// </example>
/// <example>
/// <code>Get-PodNamespace test-* | Remove-PodNamespace -WhatIf</code>
/// <para>Lists the namespaces that would be removed.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "PodNamespace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemovePodNamespaceCommand : ClusterCmdlet
{
    /// <summary>The names. Wildcards are not taken here: pipe Get-PodNamespace in.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Returns only when the namespace is gone.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var connection = OpenCluster(pipeline).Connection;
        var namespaces = new NamespaceClient(connection, pipeline.Warn);
        foreach (var name in Name)
        {
            if (pipeline.ShouldProcess($"namespace '{name}' with all its pods, in context '{connection.Context}'", "Remove", !On(Force)))
            {
                await RemoveAsync(namespaces, name, pipeline, stop);
            }
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
                await namespaces.WaitUntilGoneAsync(removed, stop);
            }
        }
        catch (KubernetesException exception)
        {
            pipeline.WriteError(ErrorRecords.From(exception, name));
        }
    }
}
