using PodTools.Kubernetes;

namespace PodTools.Commands;

/// <summary>The contexts that this process can use: those of running simulators and those of the kubeconfig.</summary>
internal static class KnownContexts
{
    /// <summary>Finds the contexts.</summary>
    /// <param name="kubeConfig">The kubeconfig to look into instead; null for the usual places.</param>
    /// <param name="choice">What commands use that name none.</param>
    /// <exception cref="KubeConfigException">The kubeconfig that was named is missing, or one is malformed.</exception>
    public static IReadOnlyList<PodContext> Find(string? kubeConfig, ClusterChoice choice)
    {
        if (kubeConfig is not null)
        {
            return [.. Read(kubeConfig, choice)];
        }

        var simulated = Simulators.All.SelectMany(simulator => Read(simulator.KubeConfig, choice));
        var chosen = choice.KubeConfig is { } path ? ReadIfAny(path, choice) : [];
        return [.. simulated.Concat(chosen).Concat(ReadIfAny(null, choice)).DistinctBy(each => (each.KubeConfig, each.Name))];
    }

    /// <summary>Describes the context of a connection, also where no file tells of it: inside a cluster.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="space">The namespace to work in.</param>
    public static PodContext Describe(KubernetesConnection connection, string space) =>
        (connection.KubeConfigPath is { } path ? Read(path, CurrentCluster.Choice).Find(each => each.Name == connection.Context) : null) ?? new PodContext
        {
            Name = connection.Context,
            Cluster = connection.Context,
            User = connection.User,
            Namespace = space,
            Server = connection.Server.AbsoluteUri,
            KubeConfig = "",
            IsCurrent = true,
        };

    private static List<PodContext> ReadIfAny(string? path, ClusterChoice choice)
    {
        try
        {
            return Read(path, choice);
        }
        catch (KubeConfigException exception) when (exception.Reason == KubernetesReason.NoKubeConfig)
        {
            // Without a kubeconfig there are only the simulators.
            return [];
        }
    }

    private static List<PodContext> Read(string? path, ClusterChoice choice)
    {
        var file = KubeConfig.Load(path);
        var currentFile = choice.KubeConfig is null ? path is null : path == choice.KubeConfig;
        var current = choice.Context ?? file.CurrentContext;
        return [.. file.Contexts.Select(each => Describe(each, file.Path, currentFile && each.Name == current, choice))];
    }

    private static PodContext Describe(KubeContext context, string path, bool current, ClusterChoice choice) => new()
    {
        Name = context.Name,
        Cluster = context.Cluster,
        User = context.User,
        Namespace = (current ? choice.Namespace : null) ?? context.Namespace ?? "default",
        Server = context.Server,
        KubeConfig = path,
        IsCurrent = current,
    };
}
