using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PodTools.Kubernetes;

/// <summary>
/// Lists the objects of a collection page by page. The order of the server (namespace, then name) is what lets a list go on
/// after a failure without repeating an object and without remembering all of them.
/// </summary>
internal sealed class ResourceLister<T>(KubernetesConnection connection, string path, PodQuery query, Action<string>? onWarning)
    where T : IKubernetesObject
{
    private const string MetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _last;
    private string? _snapshot;
    private int _limit = Math.Max(1, query.PageSize);
    private int _arrived;
    private int _given;

    /// <summary>Completes each object before it is given out.</summary>
    internal Func<T, T> Adopt { get; init; } = static item => item;

    /// <summary>
    /// Whether all objects must be of one state, that of <see cref="ResourceVersion"/>: a list whose state the server no longer
    /// keeps then fails (410) instead of going on with a newer one.
    /// </summary>
    internal bool IsSnapshot { get; init; }

    internal KubernetesConnection Connection { get; } = connection;

    internal Action<string>? OnWarning { get; } = onWarning;

    /// <summary>
    /// The version of the collection that the list began with; a watch from there on misses nothing. Known as soon as the
    /// first object has been given out.
    /// </summary>
    internal string? ResourceVersion { get; private set; }

    /// <summary>A fresh lister of the same collection, of one state.</summary>
    internal ResourceLister<T> Snapshot() => new(Connection, path, query, OnWarning) { Adopt = Adopt, IsSnapshot = true };

    /// <summary>The request for a watch of the same collection.</summary>
    /// <param name="resourceVersion">The version of the collection to begin behind.</param>
    /// <param name="lifetime">When the server shall end the watch.</param>
    /// <param name="afterCut">Whether the connection before was cut, and this one may be, too.</param>
    internal ApiRequest WatchRequest(string resourceVersion, TimeSpan lifetime, bool afterCut) => query
        .AddTo(new ApiRequest(HttpMethod.Get, path) { KeepsWhatArrived = afterCut })
        .With("watch", true)
        .With("allowWatchBookmarks", true)
        .With("resourceVersion", resourceVersion)
        .With("timeoutSeconds", lifetime.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));

    /// <summary>Lists all objects; once.</summary>
    internal async IAsyncEnumerable<T> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = ChannelProducer.RunAsync<T>(_limit, ProduceAsync, cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
        {
            yield return item;

            // Who takes only the first object does not cause a second page.
            _wanted.TrySetResult();
        }
    }

    private async Task ProduceAsync(ChannelWriter<T> writer, CancellationToken cancellationToken)
    {
        var attempts = new PageAttempts(Connection.Options);
        string? token = null;
        do
        {
            try
            {
                token = await ReadPageAsync(token, writer, attempts, cancellationToken).ConfigureAwait(false);
                _limit = Math.Min(query.PageSize, _limit * 2);
            }
            catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.Gone && _snapshot is not null && !IsSnapshot)
            {
                _snapshot = null;
                OnWarning?.Invoke("The list took so long that the server no longer keeps the state that it began with. The rest shows a newer state: what changed meanwhile may be missing.");
                token = e.Status.Metadata?.Continue;
                continue;
            }
            catch (KubernetesException e) when (e.Reason == KubernetesReason.ConnectionLost && attempts.MayTryAgain())
            {
                // A way that cuts connections after so many bytes may still let smaller pages through: half of what came is
                // likely to come once more, and then the list goes on behind it.
                _limit = Math.Max(1, (_arrived == 0 ? _limit : _arrived) / 2);
                await attempts.PauseAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (token is null || _given >= query.Most)
            {
                return;
            }

            if (_last is not null)
            {
                await _wanted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        while (true);
    }

    private async Task<string?> ReadPageAsync(string? token, ChannelWriter<T> writer, PageAttempts attempts, CancellationToken cancellationToken)
    {
        var request = NextPage(token);
        _arrived = 0;
        using var limit = RequestTimeLimit.Use(attempts.Left ?? RequestTimeLimit.Current);
        using var response = await Connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        attempts.Answered();
        var body = await Connection.OpenBodyAsync(response, request, Connection.Options.StallLimit, cancellationToken).ConfigureAwait(false);
        var page = new ListPage<T>(body, request, Connection.Server);
        await using (page.ConfigureAwait(false))
        {
            await foreach (var item in page.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _arrived++;
                Begin(page.Metadata);
                var key = $"{item.Metadata?.Namespace}/{item.Metadata?.Name}";
                if (string.CompareOrdinal(key, _last) > 0)
                {
                    _last = key;
                    _given++;
                    attempts.Progressed();
                    await writer.WriteAsync(Adopt(item), cancellationToken).ConfigureAwait(false);

                    // What the consumer took its time for is no delay of the server's.
                    attempts.Progressed();
                }
            }
        }

        attempts.Progressed();
        Begin(page.Metadata);
        return page.Metadata.Continue is { Length: > 0 } next ? next : null;
    }

    private void Begin(ListMeta metadata)
    {
        ResourceVersion ??= metadata.ResourceVersion;
        _snapshot ??= metadata.ResourceVersion;
    }

    // A token names the state that the list began with; the first page, asked for once more, has none and must name it as well.
    private ApiRequest NextPage(string? token)
    {
        var request = new ApiRequest(HttpMethod.Get, path) { OnWarning = OnWarning, Accept = query.MetadataOnly ? MetadataOnly : "application/json" };
        return query.AddTo(request)
            .With("limit", Math.Min(_limit, (query.Most - _given) ?? int.MaxValue).ToString(CultureInfo.InvariantCulture))
            .With("continue", token)
            .With("resourceVersion", token is null ? _snapshot : null)
            .With("resourceVersionMatch", token is null && _snapshot is not null ? "Exact" : null);
    }
}
