using System.Text.Json.Nodes;
using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Logs;
using PodTools.Simulator.Node.Processes;
using PodTools.Simulator.Node.Sandboxes;

namespace PodTools.Simulator.Node;

/// <summary>
/// Starts the containers of a pod, and starts them again as the restart policy says and the back-off lets it. On the
/// loop only.
/// </summary>
internal sealed class ContainerStarter(NodeContext context, PodWorker worker)
{
    private const int MessageLimit = 4096;
    private const int FallbackLines = 80;
    private const int FallbackBytes = 2048;

    private const string RuntimeFailure =
        "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ";

    private readonly ImagePuller _puller = new(context);

    /// <summary>Starts a container if it should run and does not.</summary>
    public void KeepUp(ContainerWorker container)
    {
        if (container.IsStarting || container.IsRunning || !ShouldRun(container))
        {
            return;
        }

        // A kubelet that stops a container itself, to start it anew, goes by the end before this one.
        var counted = container.RestartsAtOnce ? container.Last : LastEnd(container);
        if (counted is null)
        {
            Start(container);
            return;
        }

        var sinceEnd = context.Loop.Since(counted.FinishedAt);
        if (container.Crashes.IsOn(sinceEnd))
        {
            WaitOut(container, LastEnd(container)!, container.Crashes.Pause - sinceEnd);
            return;
        }

        container.Crashes.Next(counted.FinishedAt - counted.StartedAt);
        Start(container);
    }

    /// <summary>Starts a container.</summary>
    public void Start(ContainerWorker container)
    {
        container.IsStarting = true;
        _puller.Require(
            worker.Pod,
            container,
            image => IfStillWanted(container, () => Launch(container, image)),
            retry => IfStillWanted(container, () => Retry(container, retry)));
    }

    private bool ShouldRun(ContainerWorker container)
    {
        if (LastEnd(container) is not { } ended || container.RestartsAtOnce)
        {
            return true;
        }

        return container.Spec.Kind == ContainerKind.Init
            ? container.Spec.IsSidecar || (ended.ExitCode != 0 && worker.Pod.RestartPolicy != "Never")
            : worker.Pod.RestartPolicy == "Always" || (worker.Pod.RestartPolicy == "OnFailure" && ended.ExitCode != 0);
    }

    private static ContainerState.Terminated? LastEnd(ContainerWorker container) =>
        container.State as ContainerState.Terminated ?? container.Last;

    private void WaitOut(ContainerWorker container, ContainerState.Terminated ended, TimeSpan left)
    {
        var name = container.Spec.Name;
        container.IsStarting = true;
        container.Last = ended;
        container.State = new ContainerState.Waiting(
            "CrashLoopBackOff",
            $"back-off {GoDuration.Text(container.Crashes.Pause)} restarting failed container={name} pod={worker.Pod.LongName}");
        context.Events.Kubelet(
            worker.Pod, container.Spec, "BackOff", $"Back-off restarting failed container {name} in pod {worker.Pod.LongName}", warning: true);
        worker.NoteChange();
        context.Loop.After(left, () => IfStillWanted(container, () =>
        {
            container.Crashes.Next(ended.FinishedAt - ended.StartedAt);
            Start(container);
        }));
    }

    private void Retry(ContainerWorker container, TimeSpan after)
    {
        worker.NoteChange();
        context.Loop.After(after, () => IfStillWanted(container, () => Start(container)));
    }

    private void IfStillWanted(ContainerWorker container, Action work)
    {
        if (worker.IsStopping)
        {
            container.IsStarting = false;
        }
        else
        {
            work();
        }
    }

    private void Launch(ContainerWorker container, ImageReference image)
    {
        var delay = context.Images.Find(image)?.StartDelay ?? TimeSpan.Zero;
        if (delay > TimeSpan.Zero)
        {
            context.Loop.After(delay, () => IfStillWanted(container, () => LaunchNow(container, image)));
        }
        else
        {
            LaunchNow(container, image);
        }
    }

    private void LaunchNow(ContainerWorker container, ImageReference image)
    {
        ContainerRun run;
        try
        {
            run = context.Launcher.Start(worker.Pod, container.Spec, image, worker.Addresses, worker.Volumes);
        }
        catch (ContainerConfigException error)
        {
            context.Events.Kubelet(worker.Pod, container.Spec, "Failed", $"Error: {error.Message}", warning: true);
            container.State = new ContainerState.Waiting("CreateContainerConfigError", error.Message);
            Retry(container, KubeletTimings.Resync);
            return;
        }
        catch (ProcessStartException error)
        {
            Fail(container, image, RuntimeFailure + error.Message);
            return;
        }

        container.IsStarting = false;
        container.Begin(run);
        context.Events.Kubelet(worker.Pod, container.Spec, "Created", $"Created container {container.Spec.Name}");
        context.Events.Kubelet(worker.Pod, container.Spec, "Started", $"Started container {container.Spec.Name}");
        var probes = StartProbes(container, run);
        _ = run.Process.Exit.ContinueWith(
            exit => context.Loop.Post(() => OnExit(container, run, probes, exit.GetAwaiter().GetResult())), TaskScheduler.Default);
        RunPostStart(container, run);
    }

    private void Fail(ContainerWorker container, ImageReference image, string message)
    {
        var run = context.Launcher.Failed(container.Spec, image);
        container.IsStarting = false;
        container.Fail(run, "RunContainerError", message, context.Loop.Now);
        context.Events.Kubelet(worker.Pod, container.Spec, "Created", $"Created container {container.Spec.Name}");
        context.Events.Kubelet(worker.Pod, container.Spec, "Failed", $"Error: {message}", warning: true);
        worker.NoteChange();
    }

    private void RunPostStart(ContainerWorker container, ContainerRun run)
    {
        if (container.Spec.Json["lifecycle"]?["postStart"] is not JsonObject hook)
        {
            worker.NoteChange();
            return;
        }

        _ = ContainerAction.DoAsync(worker.Pod, run, hook, worker.Ports, TimeSpan.FromDays(1)).ContinueWith(
            done => context.Loop.Post(() => OnPostStart(container, run, done.GetAwaiter().GetResult())), TaskScheduler.Default);
    }

    private void OnPostStart(ContainerWorker container, ContainerRun run, ActionResult result)
    {
        if (!result.Succeeded && container.Run == run && !worker.IsStopping)
        {
            context.Events.Kubelet(worker.Pod, container.Spec, "FailedPostStartHook", "PostStartHook failed", warning: true);
            context.Events.Kubelet(worker.Pod, container.Spec, "Killing", "FailedPostStartHook");
            run.Process.Kill();
        }

        worker.NoteChange();
    }

    private ContainerProbes StartProbes(ContainerWorker container, ContainerRun run) => new(
        context.Loop,
        container.Spec,
        (probe, timeout) => ContainerAction.DoAsync(worker.Pod, run, probe, worker.Ports, timeout),
        (kind, message) => context.Events.Kubelet(worker.Pod, container.Spec, "Unhealthy", $"{kind} probe failed: {message}", warning: true),
        (kind, passes) => OnVerdict(container, kind, passes));

    private void OnVerdict(ContainerWorker container, ProbeKind kind, bool passes)
    {
        var before = (container.Started, container.Ready);
        container.Started |= kind == ProbeKind.Startup && passes;
        container.Ready = kind == ProbeKind.Readiness ? passes : container.Ready;
        if (before != (container.Started, container.Ready))
        {
            worker.NoteChange();
        }

        if (kind != ProbeKind.Readiness && !passes && !container.IsStopping)
        {
            worker.Restart(container, $"Container {container.Spec.Name} failed {kind.ToString().ToLowerInvariant()} probe, will be restarted");
        }
    }

    private void OnExit(ContainerWorker container, ContainerRun run, ContainerProbes probes, ProcessExit exit)
    {
        probes.Stop();
        run.Log.Complete();
        container.End(exit, TerminationMessage(run, exit), context.Loop.Now);
        if (container.RestartsAtOnce && !worker.IsStopping)
        {
            worker.Sync();
        }
        else
        {
            worker.NoteChange();
        }
    }

    private static string? TerminationMessage(ContainerRun run, ProcessExit exit)
    {
        var file = new FileInfo(run.Sandbox!.TerminationLog);
        if (file is { Exists: true, Length: > 0 })
        {
            var text = File.ReadAllText(file.FullName);
            return text.Length > MessageLimit ? text[^MessageLimit..] : text;
        }

        return run.Spec.FallsBackToLog && exit.Code != 0 ? LogReader.LastText(run.Log, FallbackLines, FallbackBytes) : null;
    }
}
