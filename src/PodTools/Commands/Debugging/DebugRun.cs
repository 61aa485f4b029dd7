using System.Management.Automation;
using System.Text;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Logs;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Waits for a container that was put into a pod, and for what comes of it.</summary>
/// <param name="pod">The pod, with the container in it.</param>
/// <param name="container">The name of the container.</param>
/// <param name="timeout">How long its start may take.</param>
/// <param name="pipeline">Shows the progress.</param>
internal sealed class DebugRun(Pod pod, string container, TimeSpan timeout, IPipeline pipeline)
{
    private const int LogAttempts = 10;
    private static readonly string[] PassingReasons = ["ContainerCreating", "PodInitializing"];
    private static readonly TimeSpan LogPause = TimeSpan.FromMilliseconds(200);
    private static readonly string[] NotFoundYet = ["failed to try resolving symlinks in path \"/var/log/pods/", "unable to retrieve container logs for "];
    private static readonly string[] NeverStarted = ["StartError", "ContainerCannotRun"];

    /// <summary>Waits until it has started.</summary>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="PodCommandException">It cannot start.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        var status = await UntilAsync(status => status.State?.Running is not null || EndOf(status) is not null || IsStuck(status), timeout, stop);
        if (IsStuck(status))
        {
            throw CannotStart(status!.State!.Waiting!.Reason, status.State.Waiting.Message);
        }

        if (EndOf(status) is { } end && NeverStarted.Contains(end.Reason))
        {
            throw CannotStart(end.Reason, end.Message);
        }
    }

    private PodCommandException CannotStart(string? reason, string? message) => new(
        "PodDebugFailed",
        ErrorCategory.InvalidOperation,
        $"The container '{container}' in pod '{pod}' cannot start: {reason}. {message}".TrimEnd(),
        "Check -Image and -Command.");

    /// <summary>Waits until it has ended.</summary>
    /// <param name="command">What it ran.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>What it wrote, as its log has it, and its exit code.</returns>
    public async Task<PodExecResult> EndAsync(IReadOnlyList<string> command, CancellationToken stop)
    {
        var end = EndOf(await UntilAsync(status => EndOf(status) is not null, null, stop));
        var result = new PodExecResult
        {
            Context = pod.Context,
            Namespace = pod.Namespace ?? "",
            Pod = pod.Name ?? "",
            Container = container,
            Command = command,
            ExitCode = end?.ExitCode,
            Output = await LogAsync(stop),
            Duration = end?.FinishedAt - end?.StartedAt ?? TimeSpan.Zero,
        };
        KubernetesConnection.For(pod).Pin(result);
        return result;
    }

    private async Task<ContainerStatus?> UntilAsync(Func<ContainerStatus, bool> reached, TimeSpan? patience, CancellationToken stop)
    {
        var condition = PodWaitCondition.Until(current => StatusIn(current) is { } status && reached(status));
        var found = await PodWaiting.UntilAsync(Cluster.PodsOf(pod, pipeline), pod, condition, patience, pipeline, stop);
        return found is null ? null : StatusIn(found);
    }

    /// <summary>For a moment a kubelet may not find the log of a container that has just ended, and says so in its place.</summary>
    private async Task<string> LogAsync(CancellationToken stop)
    {
        var time = KubernetesConnection.For(pod).Options.TimeProvider;
        for (var attempt = 1; ; attempt++)
        {
            var text = await ReadLogAsync(stop);
            if (attempt == LogAttempts || !NotFoundYet.Any(words => text.StartsWith(words, StringComparison.Ordinal)))
            {
                return text;
            }

            await Task.Delay(LogPause, time, stop);
        }
    }

    private async Task<string> ReadLogAsync(CancellationToken stop)
    {
        var text = new StringBuilder();
        var client = new LogClient(KubernetesConnection.For(pod), failure => pipeline.WriteError(ErrorRecords.From(failure.Error, pod)));
        await foreach (var entry in client.ReadAsync([pod], new LogOptions { Container = container }, stop))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(entry.Message);
        }

        return text.ToString();
    }

    private ContainerStatus? StatusIn(Pod current) => (current.Status?.EphemeralContainerStatuses ?? [])
        .Concat(current.Status?.ContainerStatuses ?? [])
        .FirstOrDefault(status => status.Name == container);

    private static ContainerStateTerminated? EndOf(ContainerStatus? status) => status?.State?.Terminated;

    /// <summary>Waiting for anything but its creation is waiting for somebody to correct something.</summary>
    private static bool IsStuck(ContainerStatus? status) =>
        EndOf(status) is null && status?.State?.Waiting?.Reason is { Length: > 0 } reason && !PassingReasons.Contains(reason);
}
