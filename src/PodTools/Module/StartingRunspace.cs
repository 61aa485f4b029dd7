using System.Management.Automation.Runspaces;
using PodTools.Commands;

namespace PodTools.Module;

/// <summary>
/// The runspace in which something was started that outlives its command. What a job starts, which has no runspace, belongs to
/// the home runspace.
/// </summary>
internal sealed class StartingRunspace
{
    private readonly WeakReference<Runspace>? _runspace = Runspace.DefaultRunspace is { } here ? new(here) : null;

    /// <summary>Whether nobody is left to use it when the runspace of this thread removes the module: it was this one, or is no more.</summary>
    public bool Leaves => _runspace is null
        ? CurrentCluster.IsHome
        : !_runspace.TryGetTarget(out var starter)
            || ReferenceEquals(starter, Runspace.DefaultRunspace)
            || starter.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken;
}
