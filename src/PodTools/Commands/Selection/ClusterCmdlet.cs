using System.ComponentModel;
using System.Management.Automation;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that talk to one cluster.</summary>
public abstract class ClusterCmdlet : PodCmdlet
{
    private ClusterChoice? _choice;

    /// <summary>
    /// The context of the kubeconfig to use. Without it: the one chosen by Use-PodContext or Start-PodSimulator, else the
    /// kubeconfig's current one.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(Completion.ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>
    /// The kubeconfig file to use, or several separated as in KUBECONFIG. Without it: the file that the current context came
    /// from, else KUBECONFIG, else .kube/config in the home folder.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? KubeConfig { get; set; }

    /// <summary>The connection over which what is piped in was read: a pipeline stays with its cluster, whatever becomes of the kubeconfig.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public KubernetesConnection? Origin { get; set; }

    /// <summary>
    /// How many seconds one request to the cluster may take, with its repetitions after failures that pass and the pauses between
    /// them; 0 for no limit. It does not limit what lasts by its nature: a watch, a log that is followed, a command, a wait, or a
    /// list of many pages.
    /// </summary>
    [Parameter]
    [ValidateRange(0, RequestSeconds.Most)]
    public int TimeoutSec { get; set; } = RequestSeconds.Usual;

    /// <inheritdoc/>
    private protected override TimeSpan? RequestLimit => RequestSeconds.ToLimit(TimeoutSec);

    /// <summary>Opens the cluster that the parameters name.</summary>
    /// <param name="pipeline">Resolves relative paths.</param>
    internal Cluster OpenCluster(IPipeline pipeline) => Cluster.At(Origin, Context, KubeConfig) ?? CurrentCluster.Open(
        KubeConfigPath.Resolve(KubeConfig, pipeline.FullPath), string.IsNullOrEmpty(Context) ? null : Context, _choice ?? CurrentCluster.Choice.At(pipeline.FullPath));

    /// <inheritdoc/>
    private protected override string LeaveSession(IPipeline engine)
    {
        KubeConfig = KubeConfigPath.Resolve(KubeConfig, engine.FullPath);
        _choice = CurrentCluster.Choice.At(engine.FullPath);
        return Context ?? _choice.Context ?? "";
    }
}
