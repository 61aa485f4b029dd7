using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Logs;

/// <summary>Reads the logs of pods: as entries with their time, merged over many containers, or as plain bytes.</summary>
/// <param name="connection">The cluster.</param>
/// <param name="onFailure">
/// Receives what goes wrong with one container's log while those of others go on; may be called on any thread.
/// </param>
public sealed class LogClient(KubernetesConnection connection, Action<LogFailure>? onFailure = null)
{
    /// <summary>
    /// How long an entry of a followed log is held back when several logs are merged, so that older entries of others that
    /// arrive later come first.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    /// <summary>How many entries of all followed logs wait to be ordered before the logs are no longer read.</summary>
    private const int Waiting = 256;

    /// <summary>How many logs that end are asked for at the same time, at least 1; the others wait for their turn.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>Reads one container's log as the bytes that the container wrote, without resuming.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="options">Which part.</param>
    /// <param name="cancellationToken">Stops waiting for the server; reading takes its own.</param>
    /// <returns>The bytes as they come; the caller disposes it.</returns>
    /// <exception cref="KubernetesException">The server refused, or the pod has no such container.</exception>
    public Task<Stream> OpenAsync(Pod pod, LogOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var container = ContainerChoice.For(pod, options.Container, ContainerUse.Logs).Name;
        return new LogSource(connection, pod, container).OpenAsync(LogQuery.For(options, timestamps: false), cancellationToken);
    }

    /// <summary>
    /// Reads the logs of pods, merged in the order of time: exactly for logs that end, within <see cref="Window"/> when
    /// following. Failures of the only log are thrown; with several logs each goes to <c>onFailure</c>, and the others go on.
    /// </summary>
    /// <param name="pods">The pods.</param>
    /// <param name="options">Which part of each container's log.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KubernetesException">The server refused the only log, or it broke off.</exception>
    public IAsyncEnumerable<PodLogEntry> ReadAsync(IReadOnlyCollection<Pod> pods, LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(options);
        var logs = pods.SelectMany(pod => LogContainers.Of(pod, options).Select(container => (Pod: pod, Container: container))).ToList();
        if (logs.Count == 1)
        {
            return ReadOneAsync(logs[0].Pod, logs[0].Container, options, cancellationToken);
        }

        return options.Follow
            ? FollowAsync((into, stop) => Task.WhenAll(logs.Select(log => PourAsync(log.Pod, log.Container, options, into, stop))), cancellationToken)
            : LogMerger.MergeAsync(logs.Select(log => GuardedAsync(log.Pod, log.Container, options, cancellationToken)), ThrottleLimit, cancellationToken);
    }

    /// <summary>
    /// Follows the logs of all pods of a query, also of those that come to it later. Ends only when it is stopped.
    /// </summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="query">Which pods.</param>
    /// <param name="options">Which part of each container's log; of pods that come later, everything.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <exception cref="KubernetesException">The pods cannot be listed.</exception>
    public IAsyncEnumerable<PodLogEntry> FollowAsync(string? ns, PodQuery query, LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        return FollowAsync((into, stop) => FollowPodsAsync(ns, query, options with { Follow = true }, into, stop), cancellationToken);
    }

    private IAsyncEnumerable<PodLogEntry> ReadOneAsync(Pod pod, string container, LogOptions options, CancellationToken cancellationToken)
    {
        var source = new LogSource(connection, pod, container);
        var entries = new LogEntryFactory(pod.Context, pod.Namespace ?? "", pod.Name ?? "", container) { Origin = connection };
        var log = options.Follow
            ? new LogFollower(source, entries, options, connection.Options.TimeProvider).ReadAsync(cancellationToken)
            : LogReader.ReadAsync(source, entries, options, connection.Options.TimeProvider, cancellationToken);
        return options.LimitBytes is { } limit ? LogLimit.ApplyAsync(log, limit, cancellationToken) : log;
    }

    /// <summary>A log whose failure is reported and ends only itself.</summary>
    private async IAsyncEnumerable<PodLogEntry> GuardedAsync(
        Pod pod, string container, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var log = ReadOneAsync(pod, container, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (log.ConfigureAwait(false))
        {
            while (await HasNextAsync(log, pod, container).ConfigureAwait(false))
            {
                yield return log.Current;
            }
        }
    }

    private async ValueTask<bool> HasNextAsync(IAsyncEnumerator<PodLogEntry> log, Pod pod, string container)
    {
        try
        {
            return await log.MoveNextAsync().ConfigureAwait(false);
        }
        catch (KubernetesException e)
        {
            onFailure?.Invoke(new LogFailure(pod, container, e));
            return false;
        }
    }

    private async Task PourAsync(Pod pod, string container, LogOptions options, ChannelWriter<PodLogEntry> into, CancellationToken cancellationToken)
    {
        await foreach (var entry in GuardedAsync(pod, container, options, cancellationToken).ConfigureAwait(false))
        {
            await into.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FollowPodsAsync(
        string? ns, PodQuery query, LogOptions options, ChannelWriter<PodLogEntry> into, CancellationToken cancellationToken)
    {
        var pods = new PodClient(connection);
        var followed = new FollowedPods((pod, container, which) => PourAsync(pod, container, which, into, cancellationToken), onFailure);
        await foreach (var pod in pods.ListAsync(ns, query, cancellationToken).ConfigureAwait(false))
        {
            followed.Add(pod, options);
        }

        // Whoever comes later is read from its beginning.
        var whole = options with { Tail = null, Since = null, SinceTime = null };
        await foreach (var change in pods.WatchAsync(ns, query, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (change.Type == PodWatchEventType.Deleted)
            {
                followed.Remove(change.Pod);
            }
            else
            {
                followed.Add(change.Pod, whole);
            }
        }
    }

    /// <summary>Gives out what several logs pour into one channel; leaving early ends them all.</summary>
    private async IAsyncEnumerable<PodLogEntry> FollowAsync(
        Func<ChannelWriter<PodLogEntry>, CancellationToken, Task> pour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arriving = Channel.CreateBounded<PodLogEntry>(new BoundedChannelOptions(Waiting) { SingleReader = true });
        var pouring = PourAllAsync();
        try
        {
            await foreach (var entry in LogMerger.OrderAsync(arriving.Reader, Window, connection.Options.TimeProvider, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pouring.ConfigureAwait(false);
        }

        async Task PourAllAsync()
        {
            try
            {
                await pour(arriving.Writer, stop.Token).ConfigureAwait(false);
                arriving.Writer.Complete();
            }
            catch (Exception e)
            {
                // Reaches the reader of the channel.
                arriving.Writer.Complete(e);
            }
        }
    }
}
