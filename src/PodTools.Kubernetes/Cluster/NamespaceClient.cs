using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// The namespaces of a cluster. All methods throw a <see cref="KubernetesException"/> when the server refuses or cannot be
/// reached.
/// </summary>
/// <param name="connection">The connection to use.</param>
/// <param name="onWarning">Receives warnings of the API server and of the connection; may be null.</param>
public sealed class NamespaceClient(KubernetesConnection connection, Action<string>? onWarning = null)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Lists namespaces in the order of their names.</summary>
    /// <param name="query">Which ones; null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The namespaces, as they arrive.</returns>
    public IAsyncEnumerable<Namespace> ListAsync(PodQuery? query = null, CancellationToken cancellationToken = default) =>
        new ResourceLister<Namespace>(connection, PathOf(null), query ?? PodQuery.Everything, onWarning).ListAsync(cancellationToken);

    /// <summary>Gets a namespace.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The namespace; reason <c>NotFound</c> when there is none.</returns>
    public Task<Namespace> GetAsync(string name, CancellationToken cancellationToken = default) =>
        connection.ReadAsync<Namespace>(new(HttpMethod.Get, PathOf(name)) { OnWarning = onWarning }, cancellationToken);

    /// <summary>Creates a namespace.</summary>
    /// <param name="name">The name, a DNS label.</param>
    /// <param name="labels">Labels to give it; null for none.</param>
    /// <param name="options">How to do it; null for the usual way.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The namespace as the server made it.</returns>
    public Task<Namespace> CreateAsync(
        string name, IEnumerable<KeyValuePair<string, string>>? labels = null, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
        {
            metadata["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)JsonValue.Create(l.Value))));
        }

        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
        var request = new ApiRequest(HttpMethod.Post, PathOf(null)) { Body = body, OnWarning = onWarning };
        return connection.ReadAsync<Namespace>((options ?? WriteOptions.Default).AddTo(request), cancellationToken);
    }

    /// <summary>Deletes a namespace with everything in it. It stays, terminating, until all of that is gone.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Preconditions, dry run; null for the usual way.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task DeleteAsync(string name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Delete, PathOf(name)) { Body = (options ?? new()).ToBody(), OnWarning = onWarning };
        (await connection.SendAsync(request, cancellationToken).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Waits until a namespace is gone, or another one has taken its name.</summary>
    /// <param name="gone">The namespace, as it was read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task WaitUntilGoneAsync(Namespace gone, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gone);
        var lister = new ResourceLister<Namespace>(connection, PathOf(null), PodQuery.ForName(gone.Metadata!.Name!), onWarning);
        await foreach (var now in new ResourceWatcher<Namespace>(lister).ObserveAsync(cancellationToken).ConfigureAwait(false))
        {
            if (now?.Metadata?.Uid != gone.Metadata.Uid)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Waits until pods are admitted to a new namespace: the admission of pods asks for the default service account, which a
    /// controller makes after the namespace.
    /// </summary>
    /// <param name="name">The namespace.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the service account was not seen in time, or may not be seen by this user.</returns>
    public async Task<bool> WaitUntilUsableAsync(string name, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var path = PathOf(name) + ApiRequest.Segments("serviceaccounts", "default");
        var clock = connection.Options.TimeProvider;
        for (var start = clock.GetTimestamp(); clock.GetElapsedTime(start) < patience;)
        {
            try
            {
                await connection.ReadNodeAsync(new(HttpMethod.Get, path) { OnWarning = onWarning }, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (KubernetesException exception) when (exception.Reason == "Forbidden")
            {
                return false;
            }
            catch (KubernetesException exception) when (exception.Reason == "NotFound")
            {
                await Task.Delay(CheckInterval, clock, cancellationToken).ConfigureAwait(false);
            }
        }

        return false;
    }

    private static string PathOf(string? name) => ApiRequest.Segments("api", "v1", "namespaces", name);
}
