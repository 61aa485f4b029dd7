using PodTools.Kubernetes.Logs;

namespace PodTools.Kubernetes.Tests.Logs;

public class ContainerLifeTests
{
    [Theory]
    [InlineData("Always", 0, false)]
    [InlineData("Always", 1, false)]
    [InlineData("OnFailure", 0, true)]
    [InlineData("OnFailure", 1, false)]
    [InlineData("Never", 1, true)]
    public void The_restart_policy_says_whether_another_run_comes(string policy, int exitCode, bool isFinished)
    {
        var pod = PodOf(policy, new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode } });

        Assert.Equal(isFinished, ContainerLife.Of(pod, "main").IsFinished);
    }

    [Fact]
    public void A_container_that_waits_after_a_crash_has_a_log_and_goes_on()
    {
        var pod = PodOf("Always", new ContainerState { Waiting = new ContainerStateWaiting { Reason = "CrashLoopBackOff" } });
        pod.Status!.ContainerStatuses[0].LastState = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = 1 } };
        pod.Status.ContainerStatuses[0].RestartCount = 3;

        Assert.Equal(new ContainerLife(3, HasRun: true, IsRunning: false, IsFinished: false), ContainerLife.Of(pod, "main"));
    }

    [Fact]
    public void A_container_that_was_never_started_has_no_log() =>
        Assert.False(ContainerLife.Of(PodOf("Always", new ContainerState { Waiting = new ContainerStateWaiting() }), "main").HasRun);

    [Fact]
    public void Nothing_is_restarted_in_a_pod_that_is_being_deleted()
    {
        var pod = PodOf("Always", new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = 137 } });
        pod.Metadata!.DeletionTimestamp = DateTimeOffset.UnixEpoch;

        Assert.True(ContainerLife.Of(pod, "main").IsFinished);
    }

    private static Pod PodOf(string policy, ContainerState state) => new()
    {
        Metadata = new ObjectMeta { Name = "x" },
        Spec = new PodSpec { RestartPolicy = policy, Containers = [new Container { Name = "main" }] },
        Status = new PodStatus { Phase = "Running", ContainerStatuses = [new ContainerStatus { Name = "main", State = state }] },
    };
}
