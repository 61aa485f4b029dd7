using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Chooses the context and the namespace that commands of this session use when they name none.</summary>
/// <remarks>
/// The choice is that of the runspace. Others of the process that have chosen nothing themselves, such as those of
/// ForEach-Object -Parallel, have the choice of the runspace that imported the module first; what they choose does not come
/// back. Unless -Persist is given, no file changes and other processes notice nothing. Objects that were read before keep
/// acting on the cluster they came from.
/// </remarks>
/// <example>
/// <code>Use-PodContext staging</code>
/// <para>Uses the context staging of the kubeconfig from now on.</para>
/// </example>
/// <example>
/// <code>Use-PodContext -Namespace web</code>
/// <para>Stays in the current context and works in the namespace web.</para>
/// </example>
/// <example>
/// <code>Use-PodContext staging -Persist</code>
/// <para>Makes the context staging the current one of the kubeconfig, too, as kubectl config use-context does.</para>
/// </example>
/// <seealso cref="GetPodContextCommand"/>
/// <seealso cref="StartPodSimulatorCommand"/>
/// <seealso>about_PodTools_Contexts</seealso>
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
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The kubeconfig file that has the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? KubeConfig { get; set; }

    /// <summary>
    /// Writes the context into the kubeconfig as its current one, too, where kubectl and new sessions find it. All else in the
    /// file stays as it is; the namespace is not written.
    /// </summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var cluster = CurrentCluster.Open(KubeConfigPath.Resolve(KubeConfig, pipeline.FullPath), string.IsNullOrEmpty(Name) ? null : Name, CurrentCluster.Choice.At(pipeline.FullPath));
        var connection = cluster.Connection;
        var space = Namespace ?? cluster.Namespace;
        if (!pipeline.ShouldProcess($"context '{connection.Context}', namespace '{space}'", On(Persist) ? "Use, and write to the kubeconfig" : "Use in this session"))
        {
            return;
        }

        if (On(Persist))
        {
            var file = await KubeConfigWriter.SetCurrentContextAsync(connection.KubeConfigPath, connection.Context, stop);
            pipeline.Verbose($"The current context in {file} is now '{connection.Context}'.");
        }

        CurrentCluster.Choice = new ClusterChoice(connection.KubeConfigPath, connection.Context, space);
        pipeline.Write(KnownContexts.Describe(connection, space));
    }
}
