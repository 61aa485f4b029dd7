namespace PodTools.Kubernetes.Tests.Pods;

public sealed class PodWaiterTests(SimulatedCluster cluster) : IClassFixture<SimulatedCluster>
{
    private static readonly PodWaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(1) };

    [Theory]
    [InlineData("Ready", "nginx")]
    [InlineData("running", "nginx")]
    [InlineData("Scheduled", "nginx")]
    [InlineData("condition=containersready", "nginx")]
    [InlineData("Exists", "nginx")]
    public async Task A_condition_that_comes_true_ends_the_wait(string condition, string image)
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod", "default-scheduler", image));

        var pod = await new PodWaiter(cluster.Pods).WaitAsync(ns, "pod", PodWaitCondition.Parse(condition), Patient);

        Assert.Equal("pod", pod!.Name);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_pod_that_ends_is_complete_or_failed(string command, bool success)
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod", "default-scheduler", "busybox", "Never", command));

        var waiting = new PodWaiter(cluster.Pods).WaitAsync(ns, "pod", PodWaitCondition.Parse("Completed"), Patient);

        if (success)
        {
            Assert.Equal("Succeeded", (await waiting)!.Status!.Phase);
        }
        else
        {
            Assert.Equal("Failed", (await Assert.ThrowsAsync<PodWaitException>(() => waiting)).Reason);
        }
    }

    [Fact]
    public async Task A_pod_that_has_failed_will_never_be_ready()
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod", "default-scheduler", "busybox", "Never", "false"));
        var waiter = new PodWaiter(cluster.Pods);
        await Assert.ThrowsAsync<PodWaitException>(() => waiter.WaitAsync(ns, "pod", PodWaitCondition.Parse("Completed"), Patient));

        var failure = await Assert.ThrowsAsync<PodWaitException>(() => waiter.WaitAsync(ns, "pod", PodWaitCondition.Parse("Ready"), Patient));

        Assert.Equal("Failed", failure.Reason);
    }

    [Fact]
    public async Task A_pod_that_is_deleted_is_waited_away_by_its_uid()
    {
        var ns = await cluster.NewNamespaceAsync();
        var first = await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod"));
        var waiting = new PodWaiter(cluster.Pods).WaitAsync(ns, "pod", PodWaitCondition.Deleted, Patient with { Uid = first.Metadata!.Uid });

        await cluster.Pods.DeleteAsync(ns, "pod", new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod"));

        await waiting;
        Assert.Null(await new PodWaiter(cluster.Pods).WaitAsync(ns, "never-was", PodWaitCondition.Deleted, Patient));
    }

    [Fact]
    public async Task Hope_ends_with_a_reason()
    {
        var ns = await cluster.NewNamespaceAsync();
        var impossible = SimulatedCluster.Manifest("pod", "default-scheduler");
        impossible["spec"]!["nodeSelector"] = new System.Text.Json.Nodes.JsonObject { ["gpu"] = "true" };
        await cluster.Pods.CreateAsync(ns, impossible);

        var failure = await Assert.ThrowsAsync<PodWaitException>(
            () => new PodWaiter(cluster.Pods).WaitAsync(ns, "pod", PodWaitCondition.Ready, Patient));

        Assert.Equal("Unschedulable", failure.Reason);
        Assert.Contains("No node takes the pod.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("pod", failure.Pod!.Name);
    }

    [Theory]
    [InlineData(0, "Pod \"pod\" has not got to Ready; it is Pending.")]
    [InlineData(1, "Pod \"pod\" did not get to Ready within 1 second; it is Pending.")]
    [InlineData(0.25, "Pod \"pod\" did not get to Ready within 0.25 seconds; it is Pending.")]
    public async Task A_wait_that_took_too_long_says_so_in_a_sentence(double seconds, string message)
    {
        var ns = await cluster.NewNamespaceAsync();
        await cluster.Pods.CreateAsync(ns, SimulatedCluster.Manifest("pod"));
        var time = TimeSpan.FromSeconds(seconds);
        var clock = new ManualClock();
        using var connection = cluster.Connect(clock);

        var failure = await Assert.ThrowsAsync<PodWaitException>(
            () => new PodWaiter(new(connection)).WaitAsync(ns, "pod", PodWaitCondition.Ready, new() { Timeout = time, OnProgress = _ => clock.Advance(time) }));

        Assert.True(failure.TimedOut);
        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task Who_has_not_seen_the_pod_in_time_does_not_say_how_it_is()
    {
        await using var server = new ScriptedServer(null, (_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        using var connection = TestConnections.To(server, null);

        var failure = await Assert.ThrowsAsync<PodWaitException>(
            () => new PodWaiter(new(connection)).WaitAsync("ns", "pod", PodWaitCondition.Ready, new() { Timeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal("Pod \"pod\" did not get to Ready within 0.3 seconds; the server has not told how it is.", failure.Message);
    }

    [Fact]
    public void A_predicate_is_waited_for_without_a_name()
    {
        var verdict = PodWaitCondition.Until(_ => false).Judge(new Pod { Status = new() { Phase = "Pending" } });

        Assert.Equal("waiting for the state that is looked for: Pending", verdict.Message);
    }

    [Fact]
    public async Task Who_waits_for_nothing_is_told()
    {
        var failure = await Assert.ThrowsAsync<KubernetesException>(
            () => new PodWaiter(cluster.Pods).WaitAsync("default", "missing", PodWaitCondition.Ready, Patient));

        Assert.Equal("NotFound", failure.Reason);
        Assert.Throws<FormatException>(() => PodWaitCondition.Parse("Happy"));
    }

    [Theory]
    [InlineData("ErrImagePull")]
    [InlineData("ImagePullBackOff")]
    [InlineData("InvalidImageName")]
    [InlineData("CrashLoopBackOff")]
    [InlineData("CreateContainerConfigError")]
    public void What_will_not_pass_is_known(string reason)
    {
        var pod = new Pod { Status = new() { Phase = "Pending", ContainerStatuses = [new() { Name = "main", State = new() { Waiting = new() { Reason = reason, Message = "because" } } }] } };

        var verdict = PodWaitCondition.Ready.Judge(pod);

        Assert.Equal((PodWaitOutcome.Hopeless, reason), (verdict.Outcome, verdict.Reason));
        Assert.Equal($"The container \"main\" cannot run: {reason}. because.", verdict.Message);
        Assert.Equal(PodWaitOutcome.Waiting, PodWaitCondition.Until(_ => false).Judge(pod).Outcome);
    }
}
