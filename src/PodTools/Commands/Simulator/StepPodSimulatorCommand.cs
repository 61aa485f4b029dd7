using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Moves the clock of simulators that were started with -Clock Manual.</summary>
/// <remarks>
/// Everything that falls due on the way happens in its order: five minutes of back-off pass at once. What local processes do
/// takes its own time, and is not waited for.
/// </remarks>
/// <example>
/// <code>Start-PodSimulator -Clock Manual; New-Pod web -Image nginx; Step-PodSimulator 30s; Get-Pod web</code>
/// <para>Lets half a minute pass, after which the pod runs.</para>
/// </example>
/// <example>
/// <code>Step-PodSimulator -By (New-TimeSpan -Minutes 5)</code>
/// <para>Lets five minutes pass.</para>
/// </example>
/// <seealso cref="StartPodSimulatorCommand"/>
/// <seealso>about_PodTools_Simulator</seealso>
[Cmdlet(VerbsCommon.Step, "PodSimulator", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StepPodSimulatorCommand : SimulatorCmdlet
{
    /// <summary>What reacts to one moment sets its own timers for the next, so that the clock must not jump over them.</summary>
    private static readonly TimeSpan Stride = TimeSpan.FromSeconds(1);

    /// <summary>How far to move the clock: a time span, a number of seconds, or text such as 5m.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [DurationTransform]
    public TimeSpan By { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var simulator in FindSimulators(pipeline))
        {
            var clock = Simulators.ClockOf(simulator) ?? throw new PodCommandException(
                "SimulatorClockNotManual",
                ErrorCategory.InvalidOperation,
                $"The clock of simulator '{simulator.Name}' moves by itself.",
                "Start it with -Clock Manual.");
            if (pipeline.ShouldProcess($"simulator '{simulator.Name}'", $"Move the clock by {By}"))
            {
                await MoveAsync(simulator, clock, stop);
            }
        }
    }

    private async Task MoveAsync(PodSimulator simulator, ManualClock clock, CancellationToken stop)
    {
        await simulator.SettleAsync().WaitAsync(stop);
        for (var left = By; left > TimeSpan.Zero; left -= Stride)
        {
            clock.Advance(left < Stride ? left : Stride);
            await simulator.SettleAsync().WaitAsync(stop);
        }
    }
}
