using PodTools.Kubernetes;

namespace PodTools.Commands;

/// <summary>
/// Which cluster is meant when a command names none. The choice is that of the whole process, made by
/// <c>Use-PodContext</c> and <c>Start-PodSimulator</c>; no file changes.
/// </summary>
internal static class CurrentCluster
{
    private static volatile ClusterChoice _choice = ClusterChoice.None;

    /// <summary>What was chosen.</summary>
    public static ClusterChoice Choice
    {
        get => _choice;
        set => _choice = value;
    }

    /// <summary>Opens the cluster that a command means.</summary>
    /// <param name="kubeConfig">The kubeconfig it names; null when it names none.</param>
    /// <param name="context">The context it names; null when it names none.</param>
    /// <exception cref="KubeConfigException">There is no such kubeconfig or context.</exception>
    public static Cluster Open(string? kubeConfig, string? context)
    {
        var choice = Choice;
        if (kubeConfig is null && context is null)
        {
            return Chosen(choice);
        }

        var connection = KubernetesConnection.Open(kubeConfig ?? KubeConfigOf(context!, choice), context);
        return new Cluster(connection, connection.Namespace);
    }

    private static Cluster Chosen(ClusterChoice choice)
    {
        var connection = KubernetesConnection.Open(choice.KubeConfig, choice.Context);
        return new Cluster(connection, choice.Namespace ?? connection.Namespace);
    }

    /// <summary>A context that is only named is looked for where the current one comes from, then among simulators, then in the usual place.</summary>
    private static string? KubeConfigOf(string context, ClusterChoice choice)
    {
        if (choice.KubeConfig is { } chosen && KubeConfig.Load(chosen).Contexts.Any(each => each.Name == context))
        {
            return chosen;
        }

        return Simulators.All.FirstOrDefault(each => each.Context == context)?.KubeConfig;
    }
}
