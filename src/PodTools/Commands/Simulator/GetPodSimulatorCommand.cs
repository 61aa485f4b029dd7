using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the simulated clusters that run in this process.</summary>
/// <remarks>Each has the path of a kubeconfig file by which other programs reach it, too.</remarks>
/// <example>
/// <code>Get-PodSimulator</code>
/// <para>Lists all simulators of this process.</para>
/// </example>
/// <example>
/// <code>$env:KUBECONFIG = (Get-PodSimulator rehearsal).KubeConfig</code>
/// <para>Lets kubectl, started from here, talk to the simulator named rehearsal.</para>
/// </example>
/// <seealso cref="StartPodSimulatorCommand"/>
/// <seealso cref="StopPodSimulatorCommand"/>
/// <seealso>about_PodTools_Simulator</seealso>
[Cmdlet(VerbsCommon.Get, "PodSimulator")]
[OutputType(typeof(PodSimulator))]
public sealed class GetPodSimulatorCommand : PodCmdlet
{
    /// <summary>The names of the simulators; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var simulator in SimulatorSelection.Find(Name, pipeline))
        {
            pipeline.Write(simulator);
        }

        return Task.CompletedTask;
    }
}
