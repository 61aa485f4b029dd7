using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>The base of tests that run bodies of cmdlets on a simulated cluster of their own, without PowerShell.</summary>
public abstract class SimulatorTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));

    protected SimulatorTests(params string[] switches) =>
        Simulator = (PodSimulator)Run(switches.Aggregate((PodCmdlet)new StartPodSimulatorCommand { Name = Name }, (command, name) => command.With(name))).Output.Single();

    /// <summary>The context of the cluster.</summary>
    protected string Name { get; } = $"bodies-{Guid.NewGuid():n}"[..20];

    protected PodSimulator Simulator { get; }

    public void Dispose()
    {
        Run(new StopPodSimulatorCommand { Name = [$"{Name}*"] });
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a pod that runs a line of shell, and waits for its state.</summary>
    protected Pod Make(string name, string script = "sleep 3600", string state = "Running")
    {
        Run(new NewPodCommand { Name = name, Image = "busybox", Command = ["sh", "-c", script], RestartPolicy = "Never", Context = Name });
        return (Pod)Run(new WaitPodCommand { Name = [name], For = state, Context = Name }.With(nameof(WaitPodCommand.NoFailFast))).Output.Single();
    }

    /// <summary>Runs a cmdlet that may fail.</summary>
    protected RecordingPipeline Record(PodCmdlet cmdlet) => new RecordingPipeline().Run(cmdlet, _patience.Token);

    /// <summary>Runs a cmdlet that must not fail.</summary>
    protected RecordingPipeline Run(PodCmdlet cmdlet)
    {
        var recorded = Record(cmdlet);
        Assert.Empty(recorded.Errors);
        return recorded;
    }

    protected virtual void Dispose(bool disposing) => _patience.Dispose();
}
