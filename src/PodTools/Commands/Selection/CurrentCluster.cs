using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PodTools.Kubernetes;

namespace PodTools.Commands;

/// <summary>
/// Which cluster is meant when a command names none. The choice is that of the runspace, made by <c>Use-PodContext</c> and
/// <c>Start-PodSimulator</c>; no file changes. A runspace that has chosen none, as those of <c>ForEach-Object -Parallel</c>,
/// takes the choice of the home runspace: the one that imported the module first.
/// </summary>
internal static class CurrentCluster
{
    private static readonly ConditionalWeakTable<Runspace, ClusterChoice> Choices = [];
    private static volatile ClusterChoice _homeChoice = ClusterChoice.None;
    private static WeakReference<Runspace>? _home;

    /// <summary>What was chosen for the runspace of this thread; threads without one have the home runspace's.</summary>
    public static ClusterChoice Choice
    {
        get => Guest is { } guest && Choices.TryGetValue(guest, out var own) ? own : _homeChoice;
        set
        {
            if (Guest is { } guest)
            {
                Choices.AddOrUpdate(guest, value);
            }
            else
            {
                _homeChoice = value;
            }
        }
    }

    /// <summary>Whether the runspace of this thread is the home one.</summary>
    public static bool IsHome => Guest is null;

    /// <summary>The runspace of this thread, unless it is the home one.</summary>
    private static Runspace? Guest =>
        Runspace.DefaultRunspace is { } here && _home?.TryGetTarget(out var home) == true && !ReferenceEquals(here, home) ? here : null;

    /// <summary>Makes the runspace of this thread the home one, unless there is one already.</summary>
    public static void SettleDown()
    {
        if (Runspace.DefaultRunspace is { } here)
        {
            Interlocked.CompareExchange(ref _home, new WeakReference<Runspace>(here), null);
        }
    }

    /// <summary>Puts another choice in the place of one, wherever it was made: its cluster has gone.</summary>
    /// <param name="gone">Tells the choices to replace.</param>
    /// <param name="instead">What takes their place.</param>
    public static void Replace(Func<ClusterChoice, bool> gone, ClusterChoice instead)
    {
        _homeChoice = gone(_homeChoice) ? instead : _homeChoice;
        foreach (var (guest, _) in Choices.Where(each => gone(each.Value)).ToList())
        {
            Choices.AddOrUpdate(guest, instead);
        }
    }

    /// <summary>Opens the cluster that a command means.</summary>
    /// <param name="kubeConfig">The kubeconfig it names; null when it names none.</param>
    /// <param name="context">The context it names; null when it names none.</param>
    /// <param name="choice">What counts for what it does not name.</param>
    /// <exception cref="KubeConfigException">There is no such kubeconfig or context.</exception>
    public static Cluster Open(string? kubeConfig, string? context, ClusterChoice choice)
    {
        if (kubeConfig is null && context is null)
        {
            return Chosen(choice);
        }

        var connection = kubeConfig is null ? Named(context!, choice) : KubernetesConnection.Open(kubeConfig, context);
        return new Cluster(connection, connection.Namespace);
    }

    private static Cluster Chosen(ClusterChoice choice)
    {
        var connection = KubernetesConnection.Open(choice.KubeConfig, choice.Context);
        return new Cluster(connection, choice.Namespace ?? connection.Namespace);
    }

    private static KubernetesConnection Named(string context, ClusterChoice choice)
    {
        try
        {
            return KubernetesConnection.Open(KubeConfigOf(context, choice), context);
        }
        catch (KubeConfigException none) when (none.Reason == KubernetesReason.NoKubeConfig && KnownContexts.Find(kubeConfig: null, choice) is { Count: > 0 } known)
        {
            throw new KubeConfigException(
                KubernetesReason.ContextNotFound, $"There is no context \"{context}\". There are {string.Join(", ", known.Select(each => $"\"{each.Name}\""))}.", innerException: none);
        }
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
