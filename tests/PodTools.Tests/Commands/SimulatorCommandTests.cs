using System.Collections;
using PodTools.Commands;

namespace PodTools.Tests.Commands;

public sealed class SimulatorCommandTests : SimulatorTests
{
    [Fact]
    public void An_image_does_what_it_was_said_to_do()
    {
        Run(new SetPodSimulatorImageCommand
        {
            Image = "shop/*",
            LogLine = ["no licence"],
            ExitAfter = TimeSpan.FromMilliseconds(100),
            ExitCode = 3,
            Port = new Hashtable { [8080] = "ok" },
            Simulator = [Name],
        });
        Run(new NewPodCommand { Name = "api", Image = "shop/api", RestartPolicy = "Never", Context = Name });

        var error = Record(new WaitPodCommand { Name = ["api"], For = "Completed", Context = Name }).Errors.Single();

        Assert.Equal("PodWaitFailed", error.Id);
        Assert.Equal("no licence", Run(new GetPodLogCommand { Name = ["api"], Context = Name }).Output.Cast<PodLogEntry>().Single().Message);
    }

    [Fact]
    public void A_fault_hits_as_often_as_it_was_said_to_and_can_be_cleared()
    {
        Run(new SetPodSimulatorFaultCommand { StatusCode = 403, Path = "*/pods*", Times = 1, Simulator = [Name] });
        Assert.Equal("PodForbidden", Record(new GetPodCommand { Context = [Name] }).Errors.Single().Id);
        Assert.Empty(Run(new GetPodCommand { Context = [Name] }).Output);

        Run(new SetPodSimulatorFaultCommand { StatusCode = 403, Simulator = [Name] });
        Run(new SetPodSimulatorFaultCommand { Simulator = [Name] }.With(nameof(SetPodSimulatorFaultCommand.Clear)));
        Assert.Empty(Run(new GetPodCommand { Context = [Name] }).Output);
    }

    [Fact]
    public void What_cannot_be_done_is_an_error_that_says_why()
    {
        Assert.Equal("NoFaultGiven", Record(new SetPodSimulatorFaultCommand { Simulator = [Name] }).Errors.Single().Id);
        Assert.Equal("SimulatorNotFound", Record(new SetPodSimulatorImageCommand { Image = "x", Simulator = ["nobody"] }).Errors.Single().Id);
        Assert.Equal("SimulatorClockNotManual", Record(new StepPodSimulatorCommand { By = TimeSpan.FromSeconds(1), Simulator = [Name] }).Errors.Single().Id);
    }

    [Fact]
    public void A_clock_that_is_moved_by_hand_lets_a_back_off_pass_at_once()
    {
        var manual = $"{Name}-m";
        Run(new StartPodSimulatorCommand { Name = manual, Clock = "Manual" });
        try
        {
            Run(new SetPodSimulatorImageCommand { Image = "crash", ExitAfter = TimeSpan.FromSeconds(1), ExitCode = 1, Simulator = [manual] });
            Run(new NewPodCommand { Name = "crash", Image = "crash", Context = manual });

            Run(new StepPodSimulatorCommand { By = TimeSpan.FromMinutes(5), Simulator = [manual] });

            Assert.InRange(((Pod)Run(new GetPodCommand { Context = [manual] }).Output.Single()).Restarts, 4, 8);
        }
        finally
        {
            Run(new StopPodSimulatorCommand { Name = [manual] });
        }
    }
}
