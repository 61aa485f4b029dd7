using PodTools.Commands;

namespace PodTools.Tests.Commands;

public sealed class DebugPodTests : SimulatorTests
{
    [Fact]
    public void A_command_runs_in_an_ephemeral_container_of_the_pod()
    {
        var pod = Make("web");

        var result = (PodExecResult)Run(new DebugPodCommand { Pod = pod, Command = ["sh", "-c", "echo hello"], ContainerName = "looker" }).Output.Single();

        Assert.Equal(("web", "looker", 0, "hello"), (result.Pod, result.Container, result.ExitCode, result.Output));
        var after = (Pod)Run(new GetPodCommand { Name = ["web"], Context = [Name] }).Output.Single();
        Assert.Equal((pod.Metadata!.Uid, "looker"), (after.Metadata!.Uid, after.Spec!.EphemeralContainers.Single().Name));
    }

    [Fact]
    public void An_exit_code_that_is_not_0_is_an_error_besides_the_result()
    {
        Make("web");

        var recorded = Record(new DebugPodCommand { Name = "web", Command = ["sh", "-c", "exit 4"], Context = Name });

        Assert.Equal(4, ((PodExecResult)recorded.Output.Single()).ExitCode);
        Assert.Equal("PodExecFailed", recorded.Errors.Single().Id);
    }

    [Fact]
    public void An_image_that_does_not_exist_is_an_error_that_says_so()
    {
        Make("web");
        Simulator.SetImage(new SimulatedImage("gone.test/*") { PullError = "not found" });

        var error = Record(new DebugPodCommand { Name = "web", Image = "gone.test/tools", Command = ["ls"], Context = Name }).Errors.Single();

        Assert.Equal("PodDebugFailed", error.Id);
        Assert.Contains("not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_does_not_exist_is_an_error_that_says_so()
    {
        Make("web");

        var error = Record(new DebugPodCommand { Name = "web", Command = ["no-such-command"], Context = Name }).Errors.Single();

        Assert.Equal("PodDebugFailed", error.Id);
        Assert.Contains("executable file not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_never_start_is_not_added()
    {
        Make("over", "exit 0", "Completed");
        Make("web");

        Assert.Equal("PodCompleted", Record(new DebugPodCommand { Name = "over", Command = ["ls"], Context = Name }).Errors.Single().Id);
        Assert.Equal("ContainerNotFound", Record(new DebugPodCommand { Name = "web", Target = "nobody", Command = ["ls"], Context = Name }).Errors.Single().Id);
        Assert.Equal("ParametersExclusive", Record(new DebugPodCommand { Name = "web", Target = "web", CopyTo = "copy", Command = ["ls"], Context = Name }).Errors.Single().Id);
    }

    [Fact]
    public void A_copy_leaves_the_pod_alone_and_is_not_taken_for_it()
    {
        var pod = Make("web");
        Run(new AddPodLabelCommand { Pod = [pod], Label = new System.Collections.Hashtable { ["app"] = "web" } });

        var result = (PodExecResult)Run(new DebugPodCommand { Name = "web", CopyTo = "copy", Command = ["echo", "in the copy"], Context = Name }).Output.Single();

        Assert.Equal(("copy", "in the copy"), (result.Pod, result.Output));
        var copy = (Pod)Run(new GetPodCommand { Name = ["copy"], Context = [Name] }).Output.Single();
        Assert.Equal(["web", result.Container], copy.Spec!.Containers.Select(container => container.Name));
        Assert.Empty(copy.Metadata!.Labels);
        Assert.Equal("Never", copy.Spec.RestartPolicy);
        Assert.Empty(((Pod)Run(new GetPodCommand { Name = ["web"], Context = [Name] }).Output.Single()).Spec!.EphemeralContainers);
    }
}
