using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Chooses the context and the namespace that commands of this process use when they name none.</summary>
/// <remarks>
/// No file changes, and other processes notice nothing. Objects that were read before keep acting on the cluster they came
/// from.
/// </remarks>
/// <example>
/// <code>Use-PodContext staging</code>
/// <para>Uses the context staging of the kubeconfig from now on.</para>
/// </example>
/// <example>
/// <code>Use-PodContext -Namespace web</code>
/// <para>Stays in the current context and works in the namespace web.</para>
/// </example>
[Cmdlet(VerbsOther.Use, "PodContext", SupportsShouldProcess = true)]
[OutputType(typeof(PodContext))]
public sealed class UsePodContextCommand : PodCmdlet
{
    /// <summary>The name of the context. Without it the current one stays.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Context")]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Name { get; set; }

    /// <summary>The namespace to work in. Without it: that of the context.</summary>
    [Parameter]
    [Alias("ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The kubeconfig file that has the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? KubeConfig { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var cluster = CurrentCluster.Open(KubeConfigPath.Resolve(KubeConfig, pipeline), string.IsNullOrEmpty(Name) ? null : Name);
        var connection = cluster.Connection;
        var space = Namespace ?? cluster.Namespace;
        if (pipeline.ShouldProcess($"context '{connection.Context}', namespace '{space}'", "Use in this process"))
        {
            CurrentCluster.Choice = new ClusterChoice(connection.KubeConfigPath, connection.Context, space);
            pipeline.Write(KnownContexts.Describe(connection, space));
        }

        return Task.CompletedTask;
    }
}
