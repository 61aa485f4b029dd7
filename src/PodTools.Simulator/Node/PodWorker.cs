using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Network;
using PodTools.Simulator.Node.Sandboxes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node;

/// <summary>
/// Walks one pod through its life on a node. Things happen to its containers; a moment later the pod's status tells of
/// it, and then the worker does what the pod's spec asks for next. On the loop only.
/// </summary>
internal sealed class PodWorker
{
    private static readonly TimeSpan MountRetry = TimeSpan.FromSeconds(2);

    private readonly NodeContext _context;
    private readonly List<ContainerWorker> _containers = [];
    private readonly ContainerStarter _starter;
    private readonly ContainerStopper _stopper;
    private readonly PodAddresses _addresses;
    private readonly PodVolumes _volumes;
    private readonly DateTimeOffset _startTime;
    private WorkLoop.Alarm? _report;
    private bool _hasNetwork;
    private bool _isOver;
    private bool _isFinishing;
    private string? _killReason;
    private string? _failure;
    private string? _lastPhase;

    /// <summary>Takes on a pod that has been given to a node.</summary>
    public PodWorker(NodeContext context, PodObject pod)
    {
        _context = context;
        Pod = pod;
        _startTime = context.Loop.Now;
        var hostIP = context.HostAddress(pod.NodeName);
        _addresses = new PodAddresses(pod.HostNetwork ? hostIP : context.Addresses.Take(), hostIP);
        _volumes = new PodVolumes(Path.Combine(context.Folder, pod.Uid), pod, _addresses, context.Data);
        _starter = new ContainerStarter(context, this);
        _stopper = new ContainerStopper(context, this);
        var waiting = pod.InitContainers.Count > 0 ? "PodInitializing" : "ContainerCreating";
        _containers.AddRange(pod.InitContainers.Concat(pod.Containers).Select(spec => new ContainerWorker(spec, waiting)));
        Begin();
    }

    /// <summary>The pod as it was last seen.</summary>
    public PodObject Pod { get; private set; }

    /// <summary>The resource version of the last write, by which the echo of it is known.</summary>
    public long WrittenVersion { get; private set; }

    /// <summary>The pod has ended, or is gone.</summary>
    public bool IsOver => _isOver;

    /// <summary>The pod is on its way out: nothing is started any more.</summary>
    public bool IsStopping => _killReason is not null || _isOver;

    public IReadOnlyList<ContainerWorker> Containers => _containers;

    public PodAddresses Addresses => _addresses;

    public PodVolumes Volumes => _volumes;

    /// <summary>Where the ports of the pod can be reached.</summary>
    public PodPorts Ports =>
        new(_addresses.PodIP, [.. _containers.Where(container => container.IsRunning).Select(container => container.Run!)]);

    /// <summary>Takes over the pod as somebody else has changed it.</summary>
    public void Update(PodObject pod)
    {
        Pod = pod;
        foreach (var container in _containers)
        {
            container.Spec = pod.AllContainers.FirstOrDefault(spec => spec.Name == container.Spec.Name) ?? container.Spec;
        }

        var added = pod.EphemeralContainers.Where(spec => !_containers.Exists(container => container.Spec.Name == spec.Name)).ToList();
        _containers.AddRange(added.Select(spec => new ContainerWorker(spec, "ContainerCreating")));
        if (added.Count > 0 || pod.ReadinessGates.Any())
        {
            Report();
        }

        if (pod.IsTerminating)
        {
            Kill("Deleted", pod.DeletionGrace ?? pod.TerminationGrace);
        }

        WatchDeadline();
        Sync();
    }

    /// <summary>Takes over the pod after its node was cut off, and tells what happened to it meanwhile.</summary>
    public void Return(PodObject pod)
    {
        Update(pod);
        Report(_lastPhase, _hasNetwork);
        if (_isOver)
        {
            Delete();
        }
    }

    /// <summary>Fails the pod because its node runs out of something.</summary>
    /// <param name="message">Of what, for the pod's status.</param>
    public void Evict(string message)
    {
        if (!IsStopping)
        {
            _context.Events.Kubelet(Pod, null, "Evicted", message, warning: true);
            Fail("Evicted", message, TimeSpan.Zero);
        }
    }

    /// <summary>Ends everything at once: the pod is gone from the cluster.</summary>
    public void Abandon()
    {
        if (!_isOver && !_isFinishing)
        {
            foreach (var container in _containers.Where(container => container.IsRunning && !container.IsStopping))
            {
                _context.Events.Kubelet(Pod, container.Spec, "Killing", $"Stopping container {container.Spec.Name}");
            }
        }

        _isOver = true;
        foreach (var container in _containers.Where(container => container.IsRunning))
        {
            container.Run!.Process.Kill();
        }

        _context.Addresses.Return(_addresses.PodIP);
        _context.Events.Forget(Pod.Uid);
    }

    /// <summary>Something about a container has changed: the status tells of it soon.</summary>
    public void NoteChange() => _report ??= _context.Loop.After(KubeletTimings.Relist, () =>
    {
        _report = null;
        if (_isOver)
        {
            return;
        }

        // A pod that is stopped for good shows the end of its containers together with its last phase.
        if (!(IsStopping && _stopper.AllStopped))
        {
            Report();
        }

        Sync();
    });

    /// <summary>Stops a container so that it starts anew at once.</summary>
    public void Restart(ContainerWorker container, string message)
    {
        container.RestartsAtOnce = true;
        _stopper.Stop(container, message, Pod.TerminationGrace);
    }

    /// <summary>Does what the spec asks for next.</summary>
    public void Sync()
    {
        if (_isOver || _isFinishing || !_hasNetwork)
        {
            return;
        }

        var phase = PodPhases.Of(Pod, Observe());
        if (IsStopping)
        {
            FinishWhenStopped(PodPhases.OfKilled(Observe()));
        }
        else if (phase is "Succeeded" or "Failed")
        {
            // Sidecars and debuggers end with what they were there for.
            _stopper.StopAll(Pod.TerminationGrace);
            FinishWhenStopped(phase);
        }
        else
        {
            StartWhatIsDue();
        }
    }

    private List<ContainerObservation> Observe() => _containers.ConvertAll(container => container.Observation);

    private void Begin()
    {
        if (Pod.HasEnded)
        {
            _isOver = true;
            return;
        }

        Report();
        _context.Loop.After(KubeletTimings.Sandbox, SetUp);
        WatchDeadline();
        if (Pod.IsTerminating)
        {
            Kill("Deleted", Pod.DeletionGrace ?? Pod.TerminationGrace);
        }
    }

    private void SetUp()
    {
        if (IsStopping)
        {
            return;
        }

        if (_volumes.FindProblem() is { } problem)
        {
            _context.Events.Kubelet(Pod, null, "FailedMount", problem, warning: true);
            _context.Loop.After(MountRetry, SetUp);
            return;
        }

        _hasNetwork = true;
        Sync();
    }

    private void StartWhatIsDue()
    {
        foreach (var container in Of(ContainerKind.Ephemeral).Where(container => container.Run is null && !container.IsStarting))
        {
            _starter.Start(container);
        }

        foreach (var container in Of(ContainerKind.Init))
        {
            if (!container.Observation.IsInitialized)
            {
                _starter.KeepUp(container);
                if (Of(ContainerKind.Main).All(main => main.Run is null))
                {
                    return;
                }
            }
        }

        foreach (var container in Of(ContainerKind.Main))
        {
            _starter.KeepUp(container);
            _stopper.StopIfChanged(container);
        }
    }

    private IEnumerable<ContainerWorker> Of(ContainerKind kind) => _containers.Where(container => container.Spec.Kind == kind);

    private void WatchDeadline()
    {
        if (Pod.ActiveDeadline is not { } deadline || IsStopping)
        {
            return;
        }

        var left = deadline - _context.Loop.Since(_startTime);
        _context.Loop.After(left > TimeSpan.Zero ? left : TimeSpan.Zero, () =>
        {
            // It may have been changed since.
            if (!IsStopping && !_isFinishing && _context.Loop.Since(_startTime) >= Pod.ActiveDeadline)
            {
                const string Message = "Pod was active on the node longer than the specified deadline";
                _context.Events.Kubelet(Pod, null, "DeadlineExceeded", Message);
                Fail("DeadlineExceeded", Message, Pod.TerminationGrace);
            }
        });
    }

    private void Fail(string reason, string message, TimeSpan grace)
    {
        _failure = message;
        Kill(reason, grace);
    }

    private void Kill(string reason, TimeSpan grace)
    {
        if (_isOver)
        {
            return;
        }

        if (_killReason is null)
        {
            _killReason = reason;
            _stopper.StopAll(grace);
            if (reason != "Deleted")
            {
                Report();
            }
        }
        else
        {
            _stopper.Hurry(grace);
        }

        if (_stopper.AllStopped && !_isFinishing)
        {
            _context.Loop.After(TimeSpan.Zero, () => FinishWhenStopped(PodPhases.OfKilled(Observe())));
        }
    }

    // The last phase comes without the pod's address, then with it, and then a deletion is through: as a kubelet does it.
    private void FinishWhenStopped(string phase)
    {
        if (!_stopper.AllStopped || _isFinishing || _isOver)
        {
            return;
        }

        _isFinishing = true;
        _report?.Cancel();
        if (!_containers.Exists(container => container.Run is not null) && _killReason == "Deleted")
        {
            Delete();
            return;
        }

        _context.Loop.After(IsStopping ? TimeSpan.Zero : KubeletTimings.Relist, () => Report(phase, withAddress: false));
        _context.Loop.After(KubeletTimings.Relist * 2, () =>
        {
            Report(phase, withAddress: true);
            _isOver = true;
            Delete();
        });
    }

    private void Delete()
    {
        if (!_context.CutOff.Contains(Pod.NodeName)
            && _context.Store.Find(ResourceTypes.Pods, Pod.Namespace, Pod.Name) is { IsTerminating: true } stored && stored.Uid == Pod.Uid)
        {
            ObjectDeletion.Delete(_context.Store, stored, 0);
        }
    }

    private void Report() => Report(null, _hasNetwork);

    private void Report(string? lastPhase, bool withAddress)
    {
        _lastPhase = lastPhase ?? _lastPhase;
        if (_context.CutOff.Contains(Pod.NodeName))
        {
            return;
        }

        var now = _context.Loop.Now;
        var containers = Observe();
        var written = Pod;
        var stored = PodWrites.Update(_context.Store, Pod, json =>
        {
            var current = new PodObject(json);
            written = current;
            var phase = _failure is not null ? "Failed" : IsStopping ? lastPhase : PodPhases.Of(current, containers);
            phase ??= current.Phase;
            var status = new PodReport(lastPhase is null ? Shown(current, phase) : Ended(lastPhase), phase, containers)
            {
                HostIP = _addresses.HostIP,
                PodIP = withAddress ? _addresses.PodIP : null,
                StartTime = _startTime,
                Reason = lastPhase is not null && _failure is not null ? _killReason : null,
                Message = lastPhase is not null ? _failure : null,
            }.ToStatus(current, now);
            json["status"] = status;
            return json;
        });
        if (stored is not null)
        {
            WrittenVersion = stored.Version;
            Pod = new PodObject(written.Json);
        }
    }

    // The phase lags behind: it says that a pod has ended only once all is cleaned up.
    private static string Shown(PodObject current, string phase) => phase is "Succeeded" or "Failed" ? current.Phase : phase;

    private string Ended(string phase) => _failure is not null ? "Failed" : phase;
}
