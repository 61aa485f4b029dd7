using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the namespaces of a cluster.</summary>
/// <remarks>A name without wildcards that does not exist is an error, a wildcard that matches none is not.</remarks>
/// <example>
/// <code>Get-PodNamespace</code>
/// <para>Lists all namespaces.</para>
/// </example>
/// <example>
/// <code>Get-PodNamespace team-* | Get-Pod</code>
/// <para>Lists the pods of the namespaces whose name begins with team-.</para>
/// </example>
/// <seealso cref="NewPodNamespaceCommand"/>
/// <seealso cref="RemovePodNamespaceCommand"/>
/// <seealso cref="UsePodContextCommand"/>
[Cmdlet(VerbsCommon.Get, "PodNamespace")]
[OutputType(typeof(PodNamespace))]
public sealed class GetPodNamespaceCommand : ClusterCmdlet
{
    /// <summary>The names; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// Selects by labels: text in the API's syntax, such as 'team=web,!archived', or a hashtable such as
    /// @{ team = 'web'; archived = $null }, where $null means that the label is absent.
    /// </summary>
    [Parameter]
    [Alias("l")]
    [ArgumentCompleter(typeof(NamespaceLabelCompleter))]
    public object? LabelSelector { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var query = new PodQuery { LabelSelector = SelectorText.OfLabels(LabelSelector) };
        var connection = OpenCluster(pipeline).Connection;
        var namespaces = new NamespaceClient(connection, pipeline.Warn);
        var names = new NameSelection(Name);
        await foreach (var each in namespaces.ListAsync(query, stop))
        {
            if (names.Takes(each.Metadata?.Name))
            {
                pipeline.Write(new PodNamespace(each, connection));
            }
        }

        foreach (var missing in names.Missing)
        {
            pipeline.WriteError(ErrorRecords.From(
                new PodCommandException("NamespaceNotFound", ErrorCategory.ObjectNotFound, $"There is no namespace '{missing}' in context '{connection.Context}'.", "Get-PodNamespace lists those that exist."),
                missing));
        }
    }
}
