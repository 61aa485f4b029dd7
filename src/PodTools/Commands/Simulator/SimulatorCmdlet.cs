using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that do something to running simulators.</summary>
public abstract class SimulatorCmdlet : PodCmdlet
{
    /// <summary>The names of the simulators; wildcards are allowed. Without it: all of this process.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Simulator { get; set; } = [];

    /// <summary>Finds the simulators.</summary>
    /// <exception cref="PodCommandException">None runs.</exception>
    private protected IReadOnlyList<PodSimulator> FindSimulators(IPipeline pipeline)
    {
        if (Simulator.Length > 0)
        {
            return [.. SimulatorSelection.Find(Simulator, pipeline)];
        }

        return Simulators.All is { Count: > 0 } all ? all : throw new PodCommandException(
            "SimulatorNotFound", ErrorCategory.ObjectNotFound, "No simulator runs.", "Start one with Start-PodSimulator.");
    }
}
