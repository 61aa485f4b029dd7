using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;
using PodTools.Terminal;

namespace PodTools.Commands;

/// <summary>Looks into a pod with the tools of another image.</summary>
/// <remarks>
/// Adds an ephemeral container to the pod, which shares its network, and with -Target the processes of a container. The pod is
/// not restarted; the container can never be taken out of it again, but it ends with its command. With -CopyTo the pod is left
/// as it is: a copy of it, with the container beside the others, takes its place. Without -Command the image's own command is
/// run, a shell in most. Then, and with -Interactive, the terminal is connected with the container; else its output and exit
/// code are emitted when it ends, with what it wrote as errors among the output, and in a copy no container that has ended is
/// started again.
/// </remarks>
/// <example>
/// <code>Debug-Pod web -Target app</code>
/// <para>Opens busybox's shell beside the container app, whose processes ps shows.</para>
/// </example>
/// <example>
/// <code>Debug-Pod web -Command wget, -qO-, http://localhost:8080/healthz</code>
/// <para>Asks the pod for its health from within, although its image has no such tool.</para>
/// </example>
/// <example>
/// <code>Debug-Pod web -CopyTo web-copy -Image nicolaka/netshoot -Interactive</code>
/// <para>Examines a copy of the pod.</para>
/// </example>
/// <seealso cref="GetPodDiagnosisCommand"/>
/// <seealso cref="EnterPodCommand"/>
/// <seealso cref="InvokePodExecCommand"/>
/// <seealso href="https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/">Debug running pods</seealso>
[Cmdlet(VerbsDiagnostic.Debug, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodExecResult))]
[OutputType(typeof(string))]
public sealed class DebugPodCommand : CommandInPodCmdlet
{
    /// <summary>The image with the tools.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "busybox";

    /// <summary>The container whose processes can be seen.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>The name of the container that is added. Without it: debugger- and something random.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContainerName { get; set; }

    /// <summary>Works in a copy of the pod with this name. Remove it with Remove-Pod.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CopyTo { get; set; }

    /// <summary>Connects the terminal with the container although a command is given.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>How long the container may take to start, as a time span or in seconds.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    private bool IsInteractive => On(Interactive) || Words.Length == 0;

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop) => Target is null || CopyTo is null
        ? base.BeginAsync(pipeline, stop)
        : throw new PodCommandException(
            "ParametersExclusive",
            ErrorCategory.InvalidArgument,
            "-Target and -CopyTo exclude one another: the containers of a copy share all their processes.",
            "Leave out -Target.");

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (await FindAsync(pipeline, stop) is not { } pod)
        {
            return;
        }

        try
        {
            await DebugAsync(pod, pipeline, stop);
        }
        catch (Exception exception) when (exception is PodCommandException or KubernetesException or PodWaitException)
        {
            pipeline.WriteError(ErrorRecords.From(exception, pod));
        }
    }

    private async Task DebugAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        if (CopyTo is null)
        {
            RequireLive(pod);
        }

        var container = new DebugContainer(ContainerName ?? DebugContainer.NewName(), Image, Words, IsInteractive);
        var action = CopyTo is null ? $"Add the container '{container.Name}' of image '{Image}'" : $"Copy to '{CopyTo}' with a container of image '{Image}'";
        if (!pipeline.ShouldProcess($"pod '{pod}'", action))
        {
            return;
        }

        var debugged = await AddAsync(pod, container, pipeline, stop);
        var run = new DebugRun(debugged, container.Name, Timeout, pipeline);
        await run.StartAsync(stop);
        await (IsInteractive ? ConnectAsync(debugged, container.Name, pipeline, stop) : EmitAsync(await run.EndAsync(Words, stop), pipeline));
    }

    /// <summary>The server would take it, but it would never start.</summary>
    private void RequireLive(Pod pod)
    {
        if (pod.Status?.Phase is "Succeeded" or "Failed")
        {
            throw new PodCommandException(
                "PodCompleted", ErrorCategory.InvalidOperation, $"The pod '{pod}' has ended: no container starts in it any more.", "Look into a copy of it with -CopyTo.");
        }

        var names = pod.Spec!.Containers.Concat(pod.Spec.InitContainers).Select(container => container.Name!).ToList();
        if (Target is not null && !names.Contains(Target))
        {
            throw new PodCommandException(
                "ContainerNotFound", ErrorCategory.ObjectNotFound, $"Pod '{pod}' has no container '{Target}', but {string.Join(", ", names)}.", "Correct -Target.");
        }
    }

    private Task<Pod> AddAsync(Pod pod, DebugContainer container, IPipeline pipeline, CancellationToken stop)
    {
        var pods = Cluster.PodsOf(pod, pipeline);
        return CopyTo is null
            ? pods.PatchAsync(pod.Namespace!, pod.Name!, PatchType.Strategic, container.Patch(Target), subresource: "ephemeralcontainers", cancellationToken: stop)
            : pods.CreateAsync(pod.Namespace!, container.CopyOf(pod, CopyTo), cancellationToken: stop);
    }

    private static async Task ConnectAsync(Pod pod, string container, IPipeline pipeline, CancellationToken stop)
    {
        var work = new TerminalWork(pod, pipeline);
        var terminal = work.Open();
        var options = new ExecOptions { Container = container, Stdin = true, Tty = true };
        await using var process = await ExecClient.AttachAsync(KubernetesConnection.For(pod), pod.Namespace!, pod.Name!, options, stop);
        if (terminal is null)
        {
            await work.ConverseAsync(process, stop);
        }
        else
        {
            await work.RunAsync(terminal, process, DetachKeys.Parse("ctrl-p,ctrl-q"), redraw: true, stop);
        }
    }

    private static Task EmitAsync(PodExecResult result, IPipeline pipeline)
    {
        pipeline.Write(result);
        return result.ExitCode == 0 ? Task.CompletedTask : throw new PodCommandException(
            "PodExecFailed",
            ErrorCategory.InvalidResult,
            $"'{string.Join(' ', result.Command)}' in pod '{result.Pod}', container '{result.Container}', ended with exit code {result.ExitCode}.");
    }
}
