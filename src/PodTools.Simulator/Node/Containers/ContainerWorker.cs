using PodTools.Simulator.Node.Logs;
using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Node.Containers;

/// <summary>
/// One container of a pod over all of its runs: what state it is in and how it got there. It does not decide when to
/// start or stop; the pod does. On the loop only.
/// </summary>
internal sealed class ContainerWorker(ContainerSpec spec, string waiting)
{
    public ContainerSpec Spec { get; set; } = spec;

    public ContainerState State { get; set; } = new ContainerState.Waiting(waiting);

    public ContainerState.Terminated? Last { get; set; }

    public int RestartCount { get; private set; }

    public BackOff Crashes { get; } = new();

    public BackOff Pulls { get; } = new();

    public DateTimeOffset PullFailedAt { get; set; }

    /// <summary>The run that is under way, or the last one.</summary>
    public ContainerRun? Run { get; private set; }

    /// <summary>The run before that one.</summary>
    public ContainerRun? PreviousRun { get; private set; }

    /// <summary>A start is on its way, be it in the middle of a pull or waiting for its next attempt.</summary>
    public bool IsStarting { get; set; }

    /// <summary>Somebody has asked it to stop.</summary>
    public bool IsStopping { get; set; }

    /// <summary>It is being stopped only to be started again, as after a failed liveness probe.</summary>
    public bool RestartsAtOnce { get; set; }

    /// <summary>Its startup probe has passed, or it has none.</summary>
    public bool Started { get; set; }

    /// <summary>Its readiness probe passes, or it has none.</summary>
    public bool Ready { get; set; }

    /// <summary>Why it waits, null when it does not.</summary>
    public string? WaitingReason => (State as ContainerState.Waiting)?.Reason;

    public bool IsRunning => State is ContainerState.Running;

    /// <summary>What is to be seen of it now.</summary>
    public ContainerObservation Observation => new(Spec, State)
    {
        Last = Last,
        RestartCount = RestartCount,
        Ready = Spec.CountsForReady && IsRunning && Started && Ready,
        Started = IsRunning && Started,
        Image = Run?.Image,
        ContainerId = Run is null ? null : ContainerIdOf(Run),
    };

    /// <summary>Notes that a run has begun.</summary>
    public void Begin(ContainerRun run)
    {
        NoteEarlierRun(run);
        State = new ContainerState.Running(run.StartedAt);
        IsStopping = RestartsAtOnce = false;
        Started = Spec.Json["startupProbe"] is null;
        Ready = Spec.Json["readinessProbe"] is null;
    }

    /// <summary>Notes that a run could not even begin.</summary>
    public void Fail(ContainerRun run, string reason, string message, DateTimeOffset now)
    {
        NoteEarlierRun(run);
        State = new ContainerState.Waiting(reason, message);
        Last = new ContainerState.Terminated(128, "StartError", message, DateTimeOffset.UnixEpoch, now, ContainerIdOf(run));
        Started = Ready = false;
    }

    /// <summary>Notes that the run has ended.</summary>
    public void End(ProcessExit exit, string? message, DateTimeOffset now)
    {
        var run = Run!;
        State = new ContainerState.Terminated(exit.Code, exit.Reason, message, run.StartedAt, now, ContainerIdOf(run));
        Started = Ready = false;
        _ = run.CloseAsync();
    }

    /// <summary>The log of the run that is under way or was the last one, or of the one before it.</summary>
    public ContainerLog? Log(bool previous) => previous ? PreviousRun?.Log : Run?.Log;

    private static string ContainerIdOf(ContainerRun run) => "containerd://" + run.Id;

    private void NoteEarlierRun(ContainerRun run)
    {
        if (Run is not null)
        {
            RestartCount++;
            PreviousRun = Run;
        }

        if (State is ContainerState.Terminated terminated)
        {
            Last = terminated;
        }

        Run = run;
    }
}
