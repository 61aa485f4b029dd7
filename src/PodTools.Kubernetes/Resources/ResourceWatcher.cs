using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PodTools.Kubernetes;

/// <summary>
/// Watches a collection for as long as it is wanted. Single connections end, by plan or by accident; it goes on from the last
/// version seen. Where the server no longer keeps the history since then, it lists the collection and compares.
/// </summary>
internal sealed class ResourceWatcher<T>(ResourceLister<T> lister)
    where T : IKubernetesObject
{
    private const int AheadOfConsumer = 100;
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    // The server ends a watch after this time, and sends a bookmark about every minute: silence for longer means that the
    // other end is gone. Some spread keeps many watches from coming back at once.
    private readonly TimeSpan _lifetime = TimeSpan.FromSeconds(Random.Shared.Next(300, 600));
    private readonly KnownObjects<T> _known = new();
    private readonly ConnectionOptions _options = lister.Connection.Options;
    private string? _version;
    private int _failures;
    private bool _wasOpen;
    private bool _listed;

    /// <summary>Watches; once. The changes are turned into what the caller wants on the way.</summary>
    internal async IAsyncEnumerable<TOut> WatchAsync<TOut>(
        string? resourceVersion, Func<ResourceChange<T>, TOut> convert, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _version = resourceVersion;
        var changes = ChannelProducer.RunAsync<ResourceChange<T>>(AheadOfConsumer, ProduceAsync, cancellationToken);
        await foreach (var change in changes.ConfigureAwait(false))
        {
            if (change.Type is not null)
            {
                yield return convert(change);
            }
        }
    }

    /// <summary>
    /// Watches a collection of at most one object at a time, such as all of one name; once. Gives out its state at the start,
    /// null when there is none, and after each change.
    /// </summary>
    internal async IAsyncEnumerable<T?> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        T? current = default;
        var changes = ChannelProducer.RunAsync<ResourceChange<T>>(AheadOfConsumer, ProduceAsync, cancellationToken);
        await foreach (var change in changes.ConfigureAwait(false))
        {
            if (change.Type is null)
            {
                // The list is complete; only an empty one is still to be told.
                if (current is null)
                {
                    yield return default;
                }
            }
            else if (change.Type != PodWatchEventType.Deleted || IsSame(current, change.Object))
            {
                yield return current = change.Type == PodWatchEventType.Deleted ? default : change.Object;
            }
        }
    }

    private static bool IsSame(T? a, T? b) => a is not null && b is not null && KnownObjects<T>.KeyOf(a) == KnownObjects<T>.KeyOf(b);

    private async Task ProduceAsync(ChannelWriter<ResourceChange<T>> writer, CancellationToken cancellationToken)
    {
        var synthetic = false;
        while (true)
        {
            try
            {
                if (_version is null)
                {
                    _version = await CompareAsync(writer, synthetic, cancellationToken).ConfigureAwait(false);
                    synthetic = true;
                }

                await FollowAsync(_version, writer, cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesException e) when (e.Status.Code == (int)HttpStatusCode.Gone)
            {
                // A list that took longer than its state is kept begins again: what it has told is known, and told once.
                if (_version is not null)
                {
                    lister.OnWarning?.Invoke("The server no longer keeps the changes since the watch was interrupted. What changed meanwhile is found by comparison; changes that were undone in between are not seen.");
                    (_version, synthetic) = (null, true);
                }

                // A server that keeps nothing at all must not be asked again without a pause.
                if (++_failures > 1)
                {
                    await PauseAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            catch (KubernetesException e) when (WillPass(e))
            {
                _failures++;
                if (_failures == _options.MaxAttempts)
                {
                    lister.OnWarning?.Invoke($"The watch is interrupted and keeps trying: {e.Message}");
                }

                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(_options.BackOff(_failures), _options.TimeProvider, cancellationToken);

    /// <summary>Lists the collection and reports how it differs from what is known.</summary>
    private async Task<string> CompareAsync(ChannelWriter<ResourceChange<T>> writer, bool synthetic, CancellationToken cancellationToken)
    {
        var listing = lister.Snapshot();
        var gone = _known.Snapshot();
        await foreach (var item in listing.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            gone.Remove(KnownObjects<T>.KeyOf(item));
            if (_known.Update(item) is { } type)
            {
                await WriteAsync(writer, type, item, synthetic, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var item in gone.Values)
        {
            _known.Remove(item);
            await WriteAsync(writer, PodWatchEventType.Deleted, item, synthetic, cancellationToken).ConfigureAwait(false);
        }

        _listed = true;
        await WriteAsync(writer, null, default, synthetic, cancellationToken).ConfigureAwait(false);
        return listing.ResourceVersion ?? throw new KubernetesException(KubernetesReason.InvalidAnswer, $"{lister.Connection.Server} answers lists without a resource version, so they cannot be watched.");
    }

    /// <summary>Follows one connection to its end.</summary>
    private async Task FollowAsync(string version, ChannelWriter<ResourceChange<T>> writer, CancellationToken cancellationToken)
    {
        // One cut says nothing: a server that is restarted cuts all watches, and they share connections again. Only a watch that
        // has got nowhere since takes a connection of its own.
        var request = lister.WatchRequest(version, _lifetime, afterCut: _failures > 1);
        using var response = await lister.Connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await lister.Connection.OpenBodyAsync(response, request, _lifetime + _options.StallTimeout, cancellationToken).ConfigureAwait(false);
        var stream = new WatchStream(body, request, lister.Connection.Server, _options.StallTimeout);
        await using (stream.ConfigureAwait(false))
        {
            _wasOpen = true;
            var opened = _options.TimeProvider.GetTimestamp();
            var silent = true;
            while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                silent = false;
                await HandleAsync(line, request, writer, cancellationToken).ConfigureAwait(false);
                _failures = 0;
            }

            // A server that ends each watch at once must not be asked again without a pause.
            if (silent && _options.TimeProvider.GetElapsedTime(opened) < ShortestLife)
            {
                throw ConnectionFailure.Lost(request, lister.Connection.Server, new IOException("the server ended the watch"));
            }
        }
    }

    private async ValueTask HandleAsync(WatchLine line, ApiRequest request, ChannelWriter<ResourceChange<T>> writer, CancellationToken cancellationToken)
    {
        if (line.Type == "ERROR")
        {
            var status = AnswerJson.Read<Status>(line.Object.Span, request, lister.Connection.Server);
            throw new KubernetesException(status);
        }

        var item = AnswerJson.Read<T>(line.Object.Span, request, lister.Connection.Server);
        var type = line.Type switch
        {
            "ADDED" => _known.Update(item),
            "MODIFIED" => _known.Update(item, _listed ? PodWatchEventType.Added : PodWatchEventType.Modified),

            // Between the first and the last page of a list, an object may have come and gone.
            "DELETED" => _known.Remove(item) || !_listed ? PodWatchEventType.Deleted : null,
            _ => null,
        };
        if (type is { } change)
        {
            await WriteAsync(writer, change, lister.Adopt(item), synthetic: false, cancellationToken).ConfigureAwait(false);
        }

        // Only now: what was not handed over must come again.
        _version = item.Metadata?.ResourceVersion ?? _version;
    }

    private ValueTask WriteAsync(ChannelWriter<ResourceChange<T>> writer, PodWatchEventType? type, T? item, bool synthetic, CancellationToken cancellationToken) =>
        writer.WriteAsync(new(type, item, _options.TimeProvider.GetUtcNow(), synthetic), cancellationToken);

    // At the start a failure is the user's to know; later it is an interruption, unless the server says no.
    private bool WillPass(KubernetesException failure) => failure.Status.Code switch
    {
        429 or >= 500 => _wasOpen,
        not null => false,
        null => failure.Reason switch
        {
            KubernetesReason.ConnectionLost => _wasOpen || _failures < _options.MaxAttempts,
            KubernetesReason.ConnectionRefused or KubernetesReason.HostNotFound or KubernetesReason.Unreachable
                or KubernetesReason.Timeout or KubernetesReason.TlsFailed or KubernetesReason.ProxyFailed => _wasOpen,
            _ => false,
        },
    };
}
