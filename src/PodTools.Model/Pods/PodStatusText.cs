using System.Globalization;

namespace PodTools;

/// <summary>
/// The columns of <c>kubectl get pods</c>, computed from a pod by the rules of the API server's own printer.
/// </summary>
/// <remarks>
/// The statuses of the containers are walked once; what the first container has to say wins over the later ones, and a
/// failing init container over all of them.
/// </remarks>
public sealed class PodStatusText
{
    /// <summary>What kubectl prints where there is nothing.</summary>
    public const string None = "<none>";

    private readonly Pod _pod;
    private int _sidecarRestarts;
    private DateTimeOffset? _lastSidecarRestart;

    /// <summary>Computes the columns of a pod.</summary>
    /// <param name="pod">The pod.</param>
    public PodStatusText(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        _pod = pod;
        TotalContainers = pod.Spec?.Containers.Count ?? 0;
        TotalContainers += pod.Spec?.InitContainers.Count(container => container.IsSidecar) ?? 0;
        State = PhaseOrReason(pod);
        var initializing = WalkInitContainers();
        if (!initializing || HasTrueCondition("Initialized"))
        {
            // The count of the plain init containers is dropped; the time of their last restart stayed with earlier servers.
            Restarts = _sidecarRestarts;
            LastRestart = pod.IsOfLaterServer ? _lastSidecarRestart : LastRestart;
            WalkContainers();
        }

        State = Deleting() ?? State;
    }

    /// <summary>The STATUS column, such as <c>Running</c>, <c>Init:0/2</c> or <c>CrashLoopBackOff</c>.</summary>
    public string State { get; private set; }

    /// <summary>How many containers are ready; sidecars count, plain init containers do not.</summary>
    public int ReadyContainers { get; private set; }

    /// <summary>How many containers could be ready.</summary>
    public int TotalContainers { get; }

    /// <summary>The READY column, such as <c>1/2</c>.</summary>
    public string Ready => string.Create(CultureInfo.InvariantCulture, $"{ReadyContainers}/{TotalContainers}");

    /// <summary>How often containers were started again; plain init containers count only while the pod initialises.</summary>
    public int Restarts { get; private set; }

    /// <summary>When a container last ended before it was started again; null when none was.</summary>
    public DateTimeOffset? LastRestart { get; private set; }

    /// <summary>The RESTARTS column, such as <c>3 (18h ago)</c>.</summary>
    /// <param name="now">The time to count to.</param>
    public string RestartsText(DateTimeOffset now)
    {
        var count = Restarts.ToString(CultureInfo.InvariantCulture);
        return LastRestart is { } last && (Restarts > 0 || !_pod.IsOfLaterServer) ? $"{count} ({HumanDuration.Since(last, now)} ago)" : count;
    }

    /// <summary>The AGE column.</summary>
    /// <param name="now">The time to count to.</param>
    public string Age(DateTimeOffset now) => HumanDuration.Since(_pod.Metadata?.CreationTimestamp, now);

    /// <summary>The READINESS GATES column: how many of the gates are true, such as <c>1/2</c>.</summary>
    public string ReadinessGates()
    {
        var gates = _pod.Spec?.ReadinessGates ?? [];
        var open = gates.Count(gate => gate.ConditionType is { } type && HasTrueCondition(type));
        return gates.Count == 0 ? None : string.Create(CultureInfo.InvariantCulture, $"{open}/{gates.Count}");
    }

    /// <summary>How the pod is doing, judged from its phase, its state and its conditions.</summary>
    public PodHealth Health()
    {
        if (State == "Terminating")
        {
            return PodHealth.Progressing;
        }

        return _pod.Status?.Phase switch
        {
            "Succeeded" => PodHealth.Completed,
            "Failed" or "Unknown" => PodHealth.Unhealthy,
            _ when IsTrouble(State) || IsUnschedulable() => PodHealth.Unhealthy,
            "Running" when HasTrueCondition("Ready") => PodHealth.Healthy,
            _ => PodHealth.Progressing,
        };
    }

    private static string PhaseOrReason(Pod pod)
    {
        var status = pod.Status;
        var gated = status?.Conditions.Any(condition => condition is { Type: "PodScheduled", Reason: "SchedulingGated" }) == true;
        return gated ? "SchedulingGated" : status?.Reason is { Length: > 0 } reason ? reason : status?.Phase ?? "";
    }

    private static string EndText(ContainerStateTerminated end) => (end.Reason, end.Signal) switch
    {
        ({ Length: > 0 } reason, _) => reason,
        (_, not (null or 0)) => string.Create(CultureInfo.InvariantCulture, $"Signal:{end.Signal}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"ExitCode:{end.ExitCode ?? 0}"),
    };

    private static bool IsTrouble(string state)
    {
        // The prefix of init containers does not change the meaning of the rest.
        var reason = state.StartsWith("Init:", StringComparison.Ordinal) ? state["Init:".Length..] : state;
        return reason.EndsWith("Error", StringComparison.Ordinal)
            || reason.EndsWith("BackOff", StringComparison.Ordinal)
            || reason.StartsWith("Err", StringComparison.Ordinal)
            || reason.StartsWith("Signal:", StringComparison.Ordinal)
            || reason.StartsWith("ExitCode:", StringComparison.Ordinal)
            || reason is "OOMKilled" or "ContainerCannotRun" or "InvalidImageName" or "DeadlineExceeded" or "ContainerStatusUnknown" or "NodeLost" or "Unknown";
    }

    private bool IsUnschedulable() =>
        _pod.Status?.Conditions.Any(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" }) == true;

    private bool HasTrueCondition(string type) =>
        _pod.Status?.Conditions.Any(condition => condition.Type == type && condition.Status == "True") == true;

    /// <summary>Finds the first init container that is not done, which then is the state of the pod.</summary>
    /// <returns>Whether there is one.</returns>
    private bool WalkInitContainers()
    {
        var sidecars = (_pod.Spec?.InitContainers ?? []).Where(container => container.IsSidecar).Select(container => container.Name).ToHashSet();
        var index = 0;
        foreach (var status in _pod.Status?.InitContainerStatuses ?? [])
        {
            var isSidecar = sidecars.Contains(status.Name);
            CountRestarts(status);
            if (isSidecar)
            {
                _sidecarRestarts += status.RestartCount ?? 0;
                _lastSidecarRestart = Later(_lastSidecarRestart, status.LastState?.Terminated?.FinishedAt);
            }

            if (isSidecar && status.Started == true && status.State?.Terminated is not { ExitCode: 0 })
            {
                ReadyContainers += status.Ready == true ? 1 : 0;
            }
            else if (InitStateOf(status, index) is { } state)
            {
                State = state;
                return true;
            }

            index++;
        }

        return false;
    }

    private string? InitStateOf(ContainerStatus status, int index) => status.State switch
    {
        { Terminated: { } end } => end.ExitCode is null or 0 ? null : $"Init:{EndText(end)}",
        { Waiting.Reason: { Length: > 0 } reason } when reason != "PodInitializing" => $"Init:{reason}",
        _ => string.Create(CultureInfo.InvariantCulture, $"Init:{index}/{_pod.Spec?.InitContainers.Count ?? 0}"),
    };

    private void WalkContainers()
    {
        var hasRunning = false;
        foreach (var status in (_pod.Status?.ContainerStatuses ?? []).Reverse())
        {
            CountRestarts(status);
            if (status.State?.Waiting?.Reason is { Length: > 0 } reason)
            {
                State = reason;
            }
            else if (status.State?.Terminated is { } end)
            {
                State = EndText(end);
            }
            else if (status.Ready == true && status.State?.Running is not null)
            {
                hasRunning = true;
                ReadyContainers++;
            }
        }

        if (State == "Completed" && hasRunning)
        {
            State = HasTrueCondition("Ready") ? "Running" : "NotReady";
        }
    }

    private void CountRestarts(ContainerStatus status)
    {
        Restarts += status.RestartCount ?? 0;
        LastRestart = Later(LastRestart, status.LastState?.Terminated?.FinishedAt);
    }

    // Earlier servers say so of finished pods as well, which only their finalizers hold.
    private string? Deleting() => _pod.Metadata?.DeletionTimestamp is null ? null
        : _pod.Status?.Reason == "NodeLost" ? "Unknown"
        : _pod.IsOfLaterServer && _pod.Status?.Phase is ("Succeeded" or "Failed") ? null
        : "Terminating";

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => other > one || one is null ? other ?? one : one;
}
