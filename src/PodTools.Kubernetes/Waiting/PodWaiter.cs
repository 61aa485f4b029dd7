namespace PodTools.Kubernetes;

/// <summary>Waits until a pod is in a certain state.</summary>
/// <param name="client">The pods of the cluster.</param>
public sealed class PodWaiter(PodClient client)
{
    /// <summary>Waits for a pod.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="condition">What to wait for.</param>
    /// <param name="options">How long and how patiently; null for as long as there is hope.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod in the state waited for; when that is its end, its last state, or null if it was gone before.</returns>
    /// <exception cref="PodWaitException">The time is over, or the state can no longer be reached.</exception>
    /// <exception cref="KubernetesException">There is no such pod (<c>NotFound</c>), the server refused, or cannot be reached.</exception>
    public async Task<Pod?> WaitAsync(
        string ns, string name, PodWaitCondition condition, PodWaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var wait = new Wait(name, condition, options ?? PodWaitOptions.Default);
        if (wait.Options.Timeout == TimeSpan.Zero)
        {
            var pod = await client.FindAsync(ns, name, cancellationToken).ConfigureAwait(false);
            return wait.IsOver(pod) ? wait.Last : throw wait.TimedOut();
        }

        using var deadline = new CancellationTokenSource(wait.Options.Timeout ?? Timeout.InfiniteTimeSpan, client.Connection.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await foreach (var pod in client.ObserveAsync(ns, name, either.Token).ConfigureAwait(false))
            {
                if (wait.IsOver(pod))
                {
                    break;
                }
            }

            return wait.Last;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw wait.TimedOut();
        }
    }

    /// <summary>One wait: what is looked for, and what was seen last.</summary>
    private sealed class Wait(string name, PodWaitCondition condition, PodWaitOptions options)
    {
        private string? _uid = options.Uid;
        private bool _hasLooked;

        internal PodWaitOptions Options { get; } = options;

        internal Pod? Last { get; private set; }

        /// <summary>Takes a new state of the pod.</summary>
        /// <returns>Whether the wait is over, with success.</returns>
        internal bool IsOver(Pod? pod)
        {
            _hasLooked = true;
            if (pod is null || (_uid is not null && pod.Metadata?.Uid != _uid && (Options.Uid is not null || condition.WaitsForEnd)))
            {
                return IsOverWithoutPod();
            }

            _uid = pod.Metadata?.Uid;
            Last = pod;
            var verdict = condition.Judge(pod);
            Options.OnProgress?.Invoke(verdict);
            return verdict.Outcome switch
            {
                PodWaitOutcome.Met => true,
                PodWaitOutcome.Hopeless when Options.FailFast => throw new PodWaitException(
                    verdict.Reason, $"Pod \"{name}\" will not get to {condition.Goal}: {verdict.Message}", Last),
                _ => false,
            };
        }

        internal PodWaitException TimedOut() => new(
            PodWaitException.TimeoutReason,
            Options.Timeout == TimeSpan.Zero
                ? $"Pod \"{name}\" has not got to {condition.Goal}; {State}."
                : $"Pod \"{name}\" did not get to {condition.Goal} within {HumanDuration.InSeconds(Options.Timeout!.Value)}; {State}.",
            Last);

        private string State => _hasLooked ? $"it is {Last?.State ?? "not there"}" : "the server has not told how it is";

        private bool IsOverWithoutPod()
        {
            if (condition.WaitsForEnd)
            {
                return true;
            }

            if (condition.WaitsForPod || (Last is not null && !Options.FailFast))
            {
                return false;
            }

            throw Last is null
                ? new KubernetesException(new Status { Result = "Failure", Reason = "NotFound", Code = 404, Message = $"pods \"{name}\" not found" }, System.Net.HttpStatusCode.NotFound)
                : new PodWaitException("Deleted", $"Pod \"{name}\" will not get to {condition.Goal}: it was deleted.", Last);
        }
    }
}
