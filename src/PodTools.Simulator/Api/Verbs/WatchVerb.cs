using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>Streams the changes of a selection, as lines of JSON or as messages of a WebSocket.</summary>
internal sealed class WatchVerb(ObjectStore store)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromHours(1);
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromMinutes(1);

    // The last bookmark comes this long before the end, so that the next watch can begin there.
    private static readonly TimeSpan LastBookmark = TimeSpan.FromSeconds(2);

    // A timer may go off a little early; what is due within this time is due.
    private static readonly TimeSpan AlmostNow = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers until the client goes, the timeout passes or the history is lost.</summary>
    public async Task ServeAsync(ApiRequest request)
    {
        var selection = new Selection(request);
        var version = ResourceVersions.Parse(request);
        ResourceVersions.RequireWatchable(request);
        var timeout = request.Number("timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : LongestWatch;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted);
        ending.CancelAfter(timeout);
        var encoder = new WatchEventEncoder(request);
        var body = await request.Exchange.StartResponseAsync(200, encoder.ContentType).ConfigureAwait(false);
        try
        {
            await SendAsync(request, selection, version, encoder, body, timeout, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            // The timeout: the answer ends as it should.
        }
        catch (ApiException lost)
        {
            await body.WriteAsync(WatchEventEncoder.Error(lost.ToStatus()), request.Aborted).ConfigureAwait(false);
        }

        await body.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SendAsync(
        ApiRequest request, Selection selection, long? version, WatchEventEncoder encoder, Stream body, TimeSpan timeout, CancellationToken ending)
    {
        var started = TimeProvider.System.GetTimestamp();
        var initial = version is null or 0 || request.Query.IsOn("sendInitialEvents");
        var position = version ?? 0;
        if (initial)
        {
            var snapshot = store.Snapshot(request.Type);
            position = snapshot.Version;
            await SendInitialAsync(request, selection, snapshot, encoder, body, ending).ConfigureAwait(false);
        }

        store.RequireRemembered(request.Type, position);
        var bookmarks = request.Query.IsOn("allowWatchBookmarks");
        var lastIsSent = timeout <= LastBookmark;
        while (true)
        {
            var (changes, changed) = store.ChangesAfter(request.Type, position);
            if (changes.Count == 0 && !await IsChangedAsync(changed, bookmarks ? NextBookmark() : Timeout.InfiniteTimeSpan, ending).ConfigureAwait(false))
            {
                lastIsSent |= UntilLastBookmark() < AlmostNow;
                position = store.VersionSeenBy(request.Type, position);
                await body.WriteAsync(encoder.Bookmark(position), ending).ConfigureAwait(false);
            }

            foreach (var change in changes)
            {
                await SendChangeAsync(selection, change, encoder, body, ending).ConfigureAwait(false);
                position = change.Version;
            }
        }

        TimeSpan UntilLastBookmark() => timeout - LastBookmark - TimeProvider.System.GetElapsedTime(started);

        TimeSpan NextBookmark()
        {
            var last = UntilLastBookmark();
            return lastIsSent || last > BookmarkInterval ? BookmarkInterval : last > TimeSpan.Zero ? last : TimeSpan.Zero;
        }
    }

    private static async Task<bool> IsChangedAsync(Task changed, TimeSpan wait, CancellationToken ending)
    {
        try
        {
            await changed.WaitAsync(wait, ending).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task SendInitialAsync(
        ApiRequest request, Selection selection, StoreSnapshot snapshot, WatchEventEncoder encoder, Stream body, CancellationToken ending)
    {
        foreach (var stored in selection.In(snapshot))
        {
            await body.WriteAsync(encoder.Event("ADDED", stored), ending).ConfigureAwait(false);
        }

        if (request.Query.IsOn("sendInitialEvents") && request.Query.IsOn("allowWatchBookmarks"))
        {
            await body.WriteAsync(encoder.Bookmark(snapshot.Version, endsInitialEvents: true), ending).ConfigureAwait(false);
        }
    }

    // What a watcher sees depends on whether the object was and is in its selection, not only on what happened to it.
    private static async Task SendChangeAsync(
        Selection selection, StoreChange change, WatchEventEncoder encoder, Stream body, CancellationToken ending)
    {
        var was = change.Previous is { } previous && selection.Matches(previous);
        var @is = change.Type != StoreChangeType.Deleted && selection.Matches(change.Object);
        var (type, stored) = (was, @is) switch
        {
            (true, true) => ("MODIFIED", change.Object),
            (false, true) => ("ADDED", change.Object),
            (true, false) when change.Type == StoreChangeType.Deleted => ("DELETED", change.Object),
            (true, false) => ("DELETED", new StoredObject(change.Object.Type, change.Previous!.ToJson(), change.Version)),
            _ => ("", change.Object),
        };
        if (type.Length > 0)
        {
            await body.WriteAsync(encoder.Event(type, stored), ending).ConfigureAwait(false);
        }
    }
}
