using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Tests.Diagnosis;

/// <summary>What made a pod of a real cluster fail is found from what that cluster said about it.</summary>
public sealed class RecordedLifeTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoLogs = [];

    [Theory]
    [InlineData("03-fails-exit-3-never", "Error", PodCause.ContainerFailed, "Container main ended with exit code 3.")]
    [InlineData("04-onfailure-second-try-ok", "Error", PodCause.ContainerFailed, "Container main ended with exit code 1 (a general error).")]
    [InlineData("05-crashloop", "CrashLoopBackOff", PodCause.ContainerFailed,
        "Container main ended with exit code 1 (a general error); it was restarted 4 times.")]
    [InlineData("07-init-fails-never", "Init:Error", PodCause.InitContainerFailed,
        "Init container init-bad ended with exit code 5; the containers after it wait for it.")]
    [InlineData("08-init-fails-always", "Init:CrashLoopBackOff", PodCause.InitContainerFailed,
        "Init container init-bad ended with exit code 1 (a general error); it was restarted 3 times; the containers after it wait for it.")]
    [InlineData("09-image-pull-backoff", "ErrImagePull", PodCause.ImageNotFound, "Container main cannot start, as there is no image busybox:no-such-tag.")]
    [InlineData("09-image-pull-backoff", "ImagePullBackOff", PodCause.ImageNotFound, "Container main cannot start, as there is no image busybox:no-such-tag.")]
    [InlineData("10-invalid-image-name", "InvalidImageName", PodCause.ImageNameInvalid,
        "Container main cannot start, as its image name Bad_Image:UPPER:x is not valid: ")]
    [InlineData("11-err-image-never-pull", "ErrImageNeverPull", PodCause.ImageNotPresent,
        "Container main cannot start, as its image busybox:not-here is not on the node and imagePullPolicy Never forbids to pull it.")]
    [InlineData("12-command-not-found-always", "RunContainerError", PodCause.CommandNotFound,
        "Container main cannot start, as its image has no command /no/such/command.")]
    [InlineData("12-command-not-found-always", "CrashLoopBackOff", PodCause.CommandNotFound,
        "Container main cannot start, as its image has no command /no/such/command.")]
    [InlineData("13-config-map-missing-env", "CreateContainerConfigError", PodCause.ConfigurationMissing,
        "Container main cannot start, as something that it takes its settings from is missing: configmap \"nope\" not found.")]
    [InlineData("14-unschedulable-node-selector", "Pending", PodCause.Unschedulable,
        "Pod rec-life/unschedulable-node-selector waits for a node: the only node does not match its node selector or affinity.")]
    [InlineData("15-unschedulable-cpu", "Pending", PodCause.Unschedulable,
        "Pod rec-life/unschedulable-cpu waits for a node: the only node has too little cpu left.")]
    [InlineData("16-readiness-fails-then-passes", "Running 0/1", PodCause.ReadinessProbeFailed,
        "Container main runs but is not ready: Readiness probe failed: cat: can't open '/tmp/ok': No such file or directory.")]
    [InlineData("16-readiness-fails-then-passes", "Running 1/1", PodCause.None, "Pod rec-life/readiness-fails-then-passes runs and is ready.")]
    [InlineData("17-liveness-restarts", "Running", PodCause.LivenessProbeFailed,
        "Container main was killed because its liveness probe failed (cat: can't open '/tmp/ok': No such file or directory); it was restarted twice.")]
    [InlineData("18-startup-probe", "Running, not started", PodCause.StartupProbeFailed,
        "Container main has not come up yet: Startup probe failed: cat: can't open '/tmp/up': No such file or directory.")]
    [InlineData("20-active-deadline-exceeded", "Error", PodCause.DeadlineExceeded,
        "Pod rec-life/active-deadline-exceeded was ended because it ran longer than the 5 s that its activeDeadlineSeconds allows.")]
    [InlineData("21-oom-killed", "OOMKilled", PodCause.OutOfMemory,
        "Container main was killed because it took more memory than its limit of 8Mi.")]
    [InlineData("23-delete-ignores-term", "Terminating", PodCause.Terminating, "Pod rec-life/delete-ignores-term is being deleted")]
    [InlineData("25-delete-with-finalizer", "Terminating", PodCause.FinalizerPending,
        "Pod rec-life/delete-with-finalizer was deleted and has ended, but the finalizers ")]
    [InlineData("26-two-one-completes", "NotReady", PodCause.ContainerEnded,
        "Container short has ended without an error while others still run, so that the pod is not ready.")]
    [InlineData("27-scheduling-gates", "SchedulingGated", PodCause.SchedulingGated, "Pod rec-life/scheduling-gates is held back by the scheduling gates ")]
    [InlineData("28-multi-container-restarts", "Running", PodCause.ContainerFailed, "Container a ended with exit code 2; it was restarted twice.")]
    [InlineData("31-readiness-gate", "Running 1/1, gates 0/1", PodCause.ReadinessGateClosed,
        "Pod rec-life/readiness-gate runs but is not ready, as its readiness gates example.test/gate are not true.")]
    [InlineData("32-termination-message", "Error", PodCause.ContainerFailed,
        "Container main ended with exit code 1 (a general error), saying \"why it failed\".")]
    [InlineData("01-running", "Running", PodCause.None, "Pod rec-life/running runs and is ready.")]
    [InlineData("02-completes-never", "Completed", PodCause.None, "Pod rec-life/completes-never has done its work and ended without an error.")]
    [InlineData("06-init-two-then-main", "Init:1/2", PodCause.Starting, "Pod rec-life/init-two-then-main is on its way: Init:1/2.")]
    [InlineData("30-image-changed", "Running", PodCause.None, "Pod rec-life/image-changed runs and is ready.")]
    [InlineData("33-init-and-two-nginx", "Running", PodCause.None, "Pod rec-life/init-and-two-nginx runs and is ready.")]
    public void The_cause_is_found(string name, string state, PodCause cause, string summary)
    {
        var diagnosis = Diagnose(name, state);

        Assert.Equal((cause, summary), (diagnosis.Cause, diagnosis.Summary[..Math.Min(summary.Length, diagnosis.Summary.Length)]));
        Assert.Equal(diagnosis.IsProblem, diagnosis.Suggestion is not null);
        Assert.EndsWith(".", diagnosis.Summary, StringComparison.Ordinal);
        Assert.True(cause is PodCause.None or PodCause.Starting || diagnosis.Since is not null, "It is not said since when.");
        Assert.NotEmpty(diagnosis.Chain);
    }

    /// <summary>Judges the last recorded version of a pod that is in a state, at the time of the change after it.</summary>
    private static PodDiagnosis Diagnose(string name, string state)
    {
        var recorded = Recordings.Read($"lifecycle/{name}.json");
        var versions = recorded["events"]!.AsArray().Select(change => (Pod: KubernetesJson.Deserialize<Pod>(change!["event"]!["object"]!), Time: Time(recorded, change))).ToList();
        var index = versions.FindLastIndex(version => StatesOf(version.Pod).Contains(state));
        var (pod, now) = (versions[index].Pod, versions[Math.Min(index + 1, versions.Count - 1)].Time);
        var events = recorded["apiEvents"]!.AsArray()
            .Select(reported => KubernetesJson.Deserialize<CoreEvent>(reported!))
            .Where(reported => new PodEvent(reported).FirstTime <= now);
        return PodDiagnoser.Diagnose(pod, events, NoLogs, null, now);
    }

    /// <summary>The ways in which a case may name the version that it means.</summary>
    private static IEnumerable<string> StatesOf(Pod pod) =>
    [
        pod.State,
        $"{pod.State} {pod.Ready}",
        $"{pod.State} {pod.Ready}, gates {pod.ReadinessGates}",
        pod.Status!.ContainerStatuses.Any(status => status.Started == false) ? $"{pod.State}, not started" : "",
    ];

    /// <summary>Times of changes are later than the second that events are rounded down to.</summary>
    private static DateTimeOffset Time(JsonNode recorded, JsonNode change) =>
        DateTimeOffset.Parse((string)recorded["startedAt"]!, CultureInfo.InvariantCulture).AddMilliseconds((double)change["at_ms"]!).AddSeconds(3);
}
