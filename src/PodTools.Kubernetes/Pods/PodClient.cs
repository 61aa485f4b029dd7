using System.Net;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// The pods of a cluster. A light object: make one for each use. Pods that it returns know the context they came from.
/// All methods throw a <see cref="KubernetesException"/> when the server refuses or cannot be reached.
/// </summary>
/// <param name="connection">The connection to use.</param>
/// <param name="onWarning">Receives warnings of the API server and of the connection; may be null.</param>
public sealed class PodClient(KubernetesConnection connection, Action<string>? onWarning = null)
{
    /// <summary>The connection in use.</summary>
    public KubernetesConnection Connection { get; } = connection;

    /// <summary>Receives warnings of the API server and of the connection; may be null.</summary>
    public Action<string>? OnWarning { get; } = onWarning;

    /// <summary>
    /// Lists pods, page by page, in the order of namespace and name. Each pod is given out as it arrives; the next page is
    /// fetched while the last one is being consumed. When the server no longer keeps the state that the list began with, the
    /// rest comes from a newer state, and a warning says so; no pod comes twice.
    /// </summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="query">Which pods; null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The pods.</returns>
    public IAsyncEnumerable<Pod> ListAsync(string? ns, PodQuery? query = null, CancellationToken cancellationToken = default) =>
        Lister(ns, query).ListAsync(cancellationToken);

    /// <summary>Gets a pod by its name.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod; reason <c>NotFound</c> when there is none.</returns>
    public async Task<Pod> GetAsync(string ns, string name, CancellationToken cancellationToken = default) =>
        Connection.Adopt(await Connection.ReadAsync<Pod>(Request(HttpMethod.Get, PodPath.One(ns, name)), cancellationToken).ConfigureAwait(false));

    /// <summary>Gets a pod by its name, if there is one.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod, or null when there is none.</returns>
    public async Task<Pod?> FindAsync(string ns, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(ns, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.NotFound && e.Reason == "NotFound")
        {
            return null;
        }
    }

    /// <summary>
    /// Creates a pod. If the connection is lost before the answer comes, the pod is looked for: what was created is recognised
    /// and never created twice.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="pod">The pod, as it stands in a manifest; with <c>metadata.name</c> or <c>metadata.generateName</c>.</param>
    /// <param name="options">How to do it; null for the usual way.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod as the server made it.</returns>
    public Task<Pod> CreateAsync(string ns, JsonObject pod, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var request = new ApiRequest(HttpMethod.Post, PodPath.Collection(ns)) { Body = pod, OnWarning = OnWarning };
        (options ??= WriteOptions.Default).AddTo(request);
        return new LostWrite(this, ns).CreateAsync(pod, options, () => SendAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Replaces a pod by another state of it, as read and changed; its resource version guards against overwriting others' changes.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="pod">The whole pod.</param>
    /// <param name="options">How to do it; null for the usual way.</param>
    /// <param name="subresource">A subresource, such as <c>status</c>, <c>resize</c> or <c>ephemeralcontainers</c>; null for the pod itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod after the change.</returns>
    public Task<Pod> ReplaceAsync(
        string ns, string name, JsonObject pod, WriteOptions? options = null, string? subresource = null, CancellationToken cancellationToken = default) =>
        WriteAsync(new(HttpMethod.Put, PodPath.One(ns, name, subresource)) { Body = pod, OnWarning = OnWarning }, options, cancellationToken);

    /// <summary>
    /// Declares the state of a pod by server-side apply: creates it, or changes the fields that this manager owns and those
    /// that it now names. A conflict with another manager (409) has one cause for each field.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="pod">The declared fields; with <c>apiVersion</c> and <c>kind</c>, without <c>metadata.managedFields</c>.</param>
    /// <param name="options">How to do it; null for the usual way.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod after the change.</returns>
    public Task<Pod> ApplyAsync(string ns, string name, JsonObject pod, ApplyOptions? options = null, CancellationToken cancellationToken = default) =>
        PatchAsync(ns, name, PatchType.Apply, pod, options ?? ApplyOptions.Default, cancellationToken: cancellationToken);

    /// <summary>Changes a pod by a patch.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="type">The kind of patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="options">How to do it; null for the usual way.</param>
    /// <param name="subresource">A subresource, such as <c>status</c>, <c>resize</c> or <c>ephemeralcontainers</c>; null for the pod itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod after the change.</returns>
    public Task<Pod> PatchAsync(
        string ns, string name, PatchType type, JsonNode patch, WriteOptions? options = null, string? subresource = null, CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Patch, PodPath.One(ns, name, subresource))
        {
            Body = patch,
            ContentType = MediaTypeOf(type),
            OnWarning = OnWarning,

            // The merging kinds name the outcome, so that twice is as good as once; operations may add the same thing twice.
            Repeatable = type != PatchType.Json,
        };
        return WriteAsync(request, options, cancellationToken);
    }

    /// <summary>
    /// Deletes a pod. The server answers at once; the pod stays, terminating, until its grace period and its finalizers are
    /// done. If the connection is lost before the answer comes, the pod is looked for; with its uid as a precondition it is asked
    /// to go once more, without it the doubt is reported, for another pod may have taken the name.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="options">Grace period, preconditions and so on; null for the pod's own grace period.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pod as the server answered it: terminating, or its last state; name and namespace only if that answer was lost.</returns>
    public Task<Pod> DeleteAsync(string ns, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Delete, PodPath.One(ns, name)) { Body = (options ?? new()).ToBody(), OnWarning = OnWarning };
        return new LostWrite(this, ns).DeleteAsync(name, options?.Preconditions?.Uid, () => SendAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Deletes all pods of a namespace that match a query, in one request.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="query">Which pods.</param>
    /// <param name="options">Grace period and so on; null for the pods' own grace period.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The pods as they were before.</returns>
    public async Task<IReadOnlyList<Pod>> DeleteAllAsync(string ns, PodQuery query, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var request = new ApiRequest(HttpMethod.Delete, PodPath.Collection(ns)) { Body = options?.ToBody(), OnWarning = OnWarning };
        var deleted = await Connection.ReadAsync<PodList>(query.AddTo(request), cancellationToken).ConfigureAwait(false);
        return [.. deleted.Items.Select(Connection.Adopt)];
    }

    /// <summary>
    /// Evicts a pod: deletes it unless a disruption budget forbids it now, which is reason <c>TooManyRequests</c> (429) with
    /// the cause <c>DisruptionBudget</c>. If the connection is lost before the answer comes, it goes on as for a delete.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="options">Grace period and so on; null for the pod's own grace period.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task EvictAsync(string ns, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var eviction = new Eviction
        {
            ApiVersion = "policy/v1",
            Kind = "Eviction",
            Metadata = new ObjectMeta { Name = name, Namespace = ns },
            DeleteOptions = options,
        };
        var request = new ApiRequest(HttpMethod.Post, PodPath.One(ns, name, "eviction")) { Body = KubernetesJson.ToNode(eviction), OnWarning = OnWarning };
        return new LostWrite(this, ns).DeleteAsync(name, options?.Preconditions?.Uid, SendAsync, cancellationToken);

        async Task<Pod> SendAsync()
        {
            (await Connection.SendAsync(request, cancellationToken).ConfigureAwait(false)).Dispose();
            return new Pod { Metadata = eviction.Metadata };
        }
    }

    /// <summary>
    /// Watches pods until it is cancelled: first those that exist, then each change. It resumes after lost connections, and
    /// compares lists when the server no longer keeps the history; nothing is lost and nothing comes twice.
    /// </summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="query">Which pods; null for all.</param>
    /// <param name="resourceVersion">Start after this version, without the pods that exist; null to begin with these.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The changes, as they arrive.</returns>
    public IAsyncEnumerable<PodWatchEvent> WatchAsync(
        string? ns, PodQuery? query = null, string? resourceVersion = null, CancellationToken cancellationToken = default) =>
        new ResourceWatcher<Pod>(Lister(ns, query)).WatchAsync(
            resourceVersion,
            change => new PodWatchEvent(change.Type!.Value, change.Object!, change.Time, change.Synthetic),
            cancellationToken);

    internal ApiRequest Request(HttpMethod method, string path) => new(method, path) { OnWarning = OnWarning };

    /// <summary>Gives out the state of a pod, null when there is none, and again after each change, until it is cancelled.</summary>
    internal IAsyncEnumerable<Pod?> ObserveAsync(string ns, string name, CancellationToken cancellationToken) =>
        new ResourceWatcher<Pod>(Lister(ns, PodQuery.ForName(name))).ObserveAsync(cancellationToken);

    private ResourceLister<Pod> Lister(string? ns, PodQuery? query) => new(Connection, PodPath.Collection(ns), query ?? PodQuery.Everything, OnWarning)
    {
        Adopt = Connection.Adopt,
    };

    private async Task<Pod> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        Connection.Adopt(await Connection.ReadAsync<Pod>(request, cancellationToken).ConfigureAwait(false));

    private Task<Pod> WriteAsync(ApiRequest request, WriteOptions? options, CancellationToken cancellationToken) =>
        SendAsync((options ?? WriteOptions.Default).AddTo(request), cancellationToken);

    private static string MediaTypeOf(PatchType type) => type switch
    {
        PatchType.Strategic => "application/strategic-merge-patch+json",
        PatchType.Merge => "application/merge-patch+json",
        PatchType.Json => "application/json-patch+json",
        PatchType.Apply => "application/apply-patch+yaml",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such patch type."),
    };
}
