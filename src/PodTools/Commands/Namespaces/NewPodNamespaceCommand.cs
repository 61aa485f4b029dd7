using System.Collections;
using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Creates a namespace.</summary>
/// <remarks>
/// Returns when pods can be created in it: a cluster refuses them until its controller has made the namespace's default
/// service account, a moment after the namespace itself. Where that cannot be seen, a verbose line says so and the command
/// goes on after ten seconds.
/// </remarks>
/// <example>
/// <code>New-PodNamespace rehearsal</code>
/// <para>Creates the namespace rehearsal.</para>
/// </example>
/// <example>
/// <code>New-PodNamespace rehearsal -Label @{ team = 'web' } -WhatIf</code>
/// <para>Says what would be created.</para>
/// </example>
/// <seealso cref="GetPodNamespaceCommand"/>
/// <seealso cref="RemovePodNamespaceCommand"/>
[Cmdlet(VerbsCommon.New, "PodNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(PodNamespace))]
public sealed class NewPodNamespaceCommand : ClusterCmdlet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The names, each a DNS label.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Labels to give each of them, such as @{ team = 'web' }.</summary>
    [Parameter]
    public IDictionary? Label { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var connection = OpenCluster(pipeline).Connection;
        var namespaces = new NamespaceClient(connection, pipeline.Warn);
        foreach (var name in Name)
        {
            if (pipeline.ShouldProcess($"namespace '{name}' in context '{connection.Context}'", "Create"))
            {
                await CreateAsync(namespaces, name, connection, pipeline, stop);
            }
        }
    }

    private async Task CreateAsync(NamespaceClient namespaces, string name, KubernetesConnection connection, IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            var labels = Label?.Cast<DictionaryEntry>().Select(label => KeyValuePair.Create($"{label.Key}", $"{label.Value}"));
            var created = await namespaces.CreateAsync(name, labels, null, stop);
            if (!await namespaces.WaitUntilUsableAsync(name, Patience, stop))
            {
                pipeline.Verbose($"The default service account of the namespace '{name}' has not been seen: pods may be refused until it is there.");
            }

            pipeline.Write(new PodNamespace(created, connection));
        }
        catch (KubernetesException exception)
        {
            pipeline.WriteError(ErrorRecords.From(exception, name));
        }
    }
}
