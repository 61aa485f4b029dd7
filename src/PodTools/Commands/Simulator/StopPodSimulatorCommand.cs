using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Stops simulated clusters. The context that was current before is current again.</summary>
/// <remarks>Pods, port-forwards and the kubeconfig file of the cluster go with it.</remarks>
/// <example>
/// <code>Stop-PodSimulator</code>
/// <para>Stops all simulators of this process.</para>
/// </example>
/// <example>
/// <code>Get-PodSimulator test-* | Stop-PodSimulator</code>
/// <para>Stops those whose name begins with test-.</para>
/// </example>
/// <seealso cref="StartPodSimulatorCommand"/>
/// <seealso cref="GetPodSimulatorCommand"/>
/// <seealso>about_PodTools_Simulator</seealso>
[Cmdlet(VerbsLifecycle.Stop, "PodSimulator", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopPodSimulatorCommand : PodCmdlet
{
    /// <summary>The names of the simulators; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var simulator in SimulatorSelection.Find(Name, pipeline))
        {
            if (pipeline.ShouldProcess($"simulator '{simulator.Name}'", "Stop"))
            {
                await Simulators.StopAsync(simulator);
            }
        }
    }
}
