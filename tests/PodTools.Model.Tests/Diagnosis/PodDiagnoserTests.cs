namespace PodTools.Tests.Diagnosis;

/// <summary>Causes that no recording has, and what a judgement rests on.</summary>
public sealed class PodDiagnoserTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, IReadOnlyList<string>> NoLogs = [];

    [Theory]
    [InlineData("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {gpu: true}. preemption: 0/3 nodes are available: 3 x.",
        "1 of 3 nodes has too little cpu left; 2 of 3 nodes have the taint gpu: true, which it does not tolerate")]
    [InlineData("0/2 nodes are available: 2 Insufficient example.com/gpu.", "all 2 nodes have too little example.com/gpu left")]
    [InlineData("0/2 nodes are available: 1 node(s) were unschedulable, 1 node(s) didn't have free ports for the requested pod ports.",
        "1 of 2 nodes is closed for new pods; 1 of 2 nodes has no free host port for it")]
    [InlineData("0/1 nodes are available: persistentvolumeclaim \\\"gone\\\" not found. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
        "persistentvolumeclaim \"gone\" not found")]
    [InlineData("no nodes available to schedule pods", "no nodes available to schedule pods")]
    public void What_the_scheduler_says_is_put_in_words(string message, string words)
    {
        var pod = Read($$$"""
            {"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"{{{message}}}"}]}}
            """);

        var diagnosis = Diagnose(pod);

        Assert.Equal((PodCause.Unschedulable, $"Pod a/web waits for a node: {words}."), (diagnosis.Cause, diagnosis.Summary));
    }

    [Theory]
    [InlineData("pull access denied, repository does not exist or may require authorization", PodCause.ImagePullDenied)]
    [InlineData("unexpected status code 401 Unauthorized", PodCause.ImagePullDenied)]
    [InlineData("dial tcp: lookup registry.example: no such host", PodCause.RegistryUnavailable)]
    [InlineData("toomanyrequests: You have reached your pull rate limit", PodCause.RegistryUnavailable)]
    [InlineData("short read", PodCause.ImagePullFailed)]
    public void An_image_that_cannot_be_pulled_is_told_by_what_the_registry_said(string message, PodCause cause)
    {
        var pod = Read(Waiting("ImagePullBackOff", "Back-off pulling image"));

        Assert.Equal(cause, Diagnose(pod, Event("Failed", $"Failed to pull image \\\"x\\\": {message}")).Cause);
    }

    [Theory]
    [InlineData("RunContainerError", "exec: \\\"/app\\\": permission denied", PodCause.ContainerCannotStart)]
    [InlineData("PostStartHookError", "hook exited with 1", PodCause.LifecycleHookFailed)]
    [InlineData("CreateContainerConfigError", "container has runAsNonRoot and image will run as root", PodCause.ConfigurationInvalid)]
    [InlineData("CreateContainerConfigError", "couldn't find key k in Secret a/s", PodCause.ConfigurationMissing)]
    public void A_container_that_does_not_start_is_told_by_its_reason(string reason, string message, PodCause cause) =>
        Assert.Equal(cause, Diagnose(Read(Waiting(reason, message))).Cause);

    [Theory]
    [InlineData("FailedMount", PodCause.VolumeNotMounted)]
    [InlineData("FailedCreatePodSandBox", PodCause.SandboxFailed)]
    public void A_pod_that_cannot_be_prepared_is_told_by_its_events(string reason, PodCause cause) =>
        Assert.Equal(cause, Diagnose(Read(Waiting("ContainerCreating", "")), Event(reason, "it failed")).Cause);

    [Theory]
    [InlineData("PodResizePending", "Infeasible", "Pod a/web runs with its former resources, as its node can never give what was asked for: too little cpu.")]
    [InlineData("PodResizePending", "Deferred", "Pod a/web runs with its former resources, as its node cannot now give what was asked for: too little cpu.")]
    [InlineData("PodResizeInProgress", "Error", "Pod a/web runs with its former resources, as its node fails to change them: too little cpu.")]
    [InlineData("PodResizeInProgress", "", "Pod a/web runs and is ready.")]
    [InlineData("Someday", "Unknown", "Pod a/web runs and is ready.")]
    public void A_resize_that_is_not_done_is_told_by_its_condition(string condition, string reason, string summary) => Assert.Equal(
        summary,
        Diagnose(Read($$"""
            {"spec":{"nodeName":"n1"},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"},{"type":"{{condition}}","status":"True","reason":"{{reason}}","message":"too little cpu"}]} }
            """)).Summary);

    [Fact]
    public void A_volume_that_cannot_be_mounted_is_told_by_its_cause_and_not_by_the_time_it_took() => Assert.Equal(
        "Pod a/web cannot start, as a volume cannot be mounted: MountVolume.SetUp failed for volume \"v\" : secret \"gone\" not found.",
        Diagnose(
            Read(Waiting("ContainerCreating", "")),
            Event("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[v]: timed out waiting for the condition"),
            Event("FailedMount", "MountVolume.SetUp failed for volume \\\"v\\\" : secret \\\"gone\\\" not found")).Summary);

    [Theory]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."}""", PodCause.Evicted)]
    [InlineData("""{"phase":"Failed","reason":"OutOfcpu","message":"Node didn't have enough resource: cpu"}""", PodCause.RejectedByNode)]
    [InlineData("""{"phase":"Failed","reason":"Terminated","message":"Pod was terminated in response to imminent node shutdown."}""", PodCause.Preempted)]
    [InlineData("""{"phase":"Running","reason":"NodeLost"}""", PodCause.NodeNotReady)]
    public void A_pod_that_was_ended_as_a_whole_says_why(string status, PodCause cause) =>
        Assert.Equal(cause, Diagnose(Read($$$"""{"spec":{"nodeName":"n1"},"status":{{{status}}} }""")).Cause);

    [Fact]
    public void A_pod_that_no_scheduler_looks_at_says_so_after_a_while()
    {
        const string Json = """{"spec":{"schedulerName":"mine"},"status":{"phase":"Pending"}}""";
        var fresh = Read(Json);
        fresh.Metadata!.CreationTimestamp = Now.AddSeconds(-5);

        Assert.Equal(PodCause.Starting, Diagnose(fresh).Cause);
        Assert.Equal(PodCause.SchedulerMissing, Diagnose(Read(Json)).Cause);
    }

    [Fact]
    public void A_pod_that_outlives_its_deletion_blames_its_node()
    {
        var pod = Read("""{"spec":{"nodeName":"n1"},"status":{"phase":"Running"}}""");
        pod.Metadata!.DeletionTimestamp = Now.AddMinutes(-5);
        pod.Metadata.DeletionGracePeriodSeconds = 30;

        var diagnosis = Diagnose(pod);

        Assert.Equal(PodCause.TerminationStuck, diagnosis.Cause);
        Assert.Equal("Pod a/web should have been gone 5m ago, but node n1 has not said that it has ended.", diagnosis.Summary);
        Assert.Equal(Now.AddSeconds(-330), diagnosis.Since);
    }

    [Fact]
    public void The_last_words_of_a_container_are_part_of_the_sentence_and_of_the_chain()
    {
        var pod = Read(Ended(exitCode: 139, "2026-01-02T11:59:00Z", "CrashLoopBackOff"));
        var logs = new Dictionary<string, IReadOnlyList<string>> { ["c"] = ["one", "", "cannot open the database"] };

        var diagnosis = PodDiagnoser.Diagnose(pod, [Event("BackOff", "Back-off restarting", "Warning")], logs, null, Now);

        Assert.Equal(
            "Container c ended with exit code 139 (SIGSEGV, it touched memory that is not its own), saying \"cannot open the database\"; it was restarted 3 times.",
            diagnosis.Summary);
        Assert.Equal(["pod", "container c", "container c", "event BackOff", "log of c", "log of c"], diagnosis.Chain.Select(finding => finding.Source));
        Assert.Equal("Read its log: Get-PodLog web -Namespace a -Container c -Previous.", diagnosis.Suggestion);
        Assert.Equal("c", diagnosis.Container);
    }

    [Fact]
    public void A_container_that_keeps_ending_well_is_told_to_go_on() =>
        Assert.Equal(PodCause.ContainerEnded, Diagnose(Read(Ended(exitCode: 0, "2026-01-02T11:59:00Z", "CrashLoopBackOff"))).Cause);

    [Fact]
    public void A_container_that_has_just_ended_well_and_will_be_restarted_is_not_told_to_be_restarted()
    {
        var pod = Read("""
            {"spec":{"nodeName":"n1","restartPolicy":"Always","containers":[{"name":"c"}]},"status":{"phase":"Running",
              "conditions":[{"type":"Ready","status":"False"}],"containerStatuses":[{"name":"c","ready":false,"restartCount":2,
              "state":{"terminated":{"exitCode":0,"reason":"Completed","finishedAt":"2026-01-02T11:59:50Z"}}}]}}
            """);

        Assert.Equal("Container c ends without an error although it is meant to go on; it was restarted twice.", Diagnose(pod).Summary);
    }

    [Fact]
    public void A_container_that_is_killed_again_and_again_is_explained_by_the_first_report_of_it()
    {
        var killing = Event("Killing", "Container c failed liveness probe, will be restarted", "Normal");

        Assert.Equal(PodCause.LivenessProbeFailed, Diagnose(Read(Ended(exitCode: 137, "2026-01-02T11:59:30Z", "CrashLoopBackOff")), killing).Cause);
        Assert.Equal(PodCause.ContainerFailed, Diagnose(Read(Ended(exitCode: 1, "2026-01-02T11:59:30Z", "CrashLoopBackOff")), killing).Cause);
    }

    [Theory]
    [InlineData("2026-01-02T11:30:00Z", PodCause.ContainerFailed)]
    [InlineData("2026-01-01T11:30:00Z", PodCause.None)]
    public void A_restart_is_forgotten_after_an_hour(string finished, PodCause cause) =>
        Assert.Equal(cause, Diagnose(Read(Ended(exitCode: 1, finished, waiting: null))).Cause);

    [Fact]
    public void A_node_that_does_not_answer_explains_everything_on_it()
    {
        var node = KubernetesJson.Deserialize<Node>("""
            {"metadata":{"name":"n1"},"status":{"conditions":[{"type":"Ready","status":"Unknown","message":"Kubelet stopped posting node status."}]}}
            """);

        var diagnosis = PodDiagnoser.Diagnose(Read("""{"spec":{"nodeName":"n1"},"status":{"phase":"Running"}}"""), [], NoLogs, node, Now);

        Assert.Equal("Pod a/web cannot be judged, as its node n1 does not answer: Kubelet stopped posting node status.", diagnosis.Summary);
        Assert.Contains(diagnosis.Chain, finding => finding.Source == "node n1");
    }

    [Fact]
    public void The_logs_that_help_are_those_of_containers_that_failed()
    {
        var pod = Read("""
            {"spec":{"containers":[{"name":"down"},{"name":"back"},{"name":"fine"}]},"status":{"containerStatuses":[
              {"name":"down","state":{"terminated":{"exitCode":1}}},
              {"name":"back","state":{"running":{}},"lastState":{"terminated":{"exitCode":2}}},
              {"name":"fine","state":{"running":{}}}]}}
            """);

        Assert.Equal([new LogRequest("down", false), new LogRequest("back", true)], PodDiagnoser.LogsWanted(pod));
    }

    private static PodDiagnosis Diagnose(Pod pod, params CoreEvent[] events) => PodDiagnoser.Diagnose(pod, events, NoLogs, null, Now);

    private static Pod Read(string json)
    {
        var pod = KubernetesJson.Deserialize<Pod>(json);
        pod.Metadata = new ObjectMeta { Name = "web", Namespace = "a", CreationTimestamp = Now.AddHours(-30) };
        return pod;
    }

    private static string Waiting(string reason, string message) => $$$"""
        {"spec":{"nodeName":"n1","containers":[{"name":"c","image":"x"}]},"status":{"phase":"Pending","containerStatuses":[
          {"name":"c","ready":false,"restartCount":0,"state":{"waiting":{"reason":"{{{reason}}}","message":"{{{message}}}"} }}]}}
        """;

    private static string Ended(int exitCode, string finished, string? waiting)
    {
        var state = waiting is null ? """{"running":{"startedAt":"2026-01-02T11:59:30Z"}}""" : $$$"""{"waiting":{"reason":"{{{waiting}}}"}}""";
        return $$$"""
            {"spec":{"nodeName":"n1","containers":[{"name":"c","image":"x"}]},"status":{"phase":"Running",
              "conditions":[{"type":"Ready","status":"{{{(waiting is null ? "True" : "False")}}}"}],"containerStatuses":[
              {"name":"c","ready":{{{(waiting is null ? "true" : "false")}}},"restartCount":3,"state":{{{state}}},
               "lastState":{"terminated":{"exitCode":{{{exitCode}}},"reason":"Error","finishedAt":"{{{finished}}}"} }}]}}
            """;
    }

    private static CoreEvent Event(string reason, string message, string type = "Warning") => KubernetesJson.Deserialize<CoreEvent>($$$"""
        {"reason":"{{{reason}}}","message":"{{{message}}}","type":"{{{type}}}","count":2,"firstTimestamp":"2026-01-02T11:58:00Z",
         "lastTimestamp":"2026-01-02T11:59:00Z","involvedObject":{"kind":"Pod","name":"web","fieldPath":"spec.containers{c}"}}
        """);
}
