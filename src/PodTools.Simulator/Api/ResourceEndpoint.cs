using PodTools.Simulator.Api.Ownership;
using PodTools.Simulator.Api.Rules;
using PodTools.Simulator.Api.Subresources;
using PodTools.Simulator.Api.Verbs;
using PodTools.Simulator.Store;
using PodTools.Simulator.Streams;

namespace PodTools.Simulator.Api;

/// <summary>Hands requests for resources to what serves their verb or subresource.</summary>
internal sealed class ResourceEndpoint
{
    private readonly ObjectStore _store;
    private readonly IPodStreams _streams;
    private readonly GetVerb _get;
    private readonly ListVerb _list;
    private readonly WatchVerb _watch;
    private readonly CreateVerb _create;
    private readonly UpdateVerb _update;
    private readonly PatchVerb _patch;
    private readonly DeleteVerb _delete;
    private readonly EvictionEndpoint _eviction;
    private readonly BindingEndpoint _binding;

    public ResourceEndpoint(ObjectStore store, RuleBook rules, IPodStreams streams)
    {
        _store = store;
        _streams = streams;
        var writer = new ObjectWriter(store, rules);
        var ownership = new FieldOwnership(store);
        _get = new GetVerb(store);
        _list = new ListVerb(store);
        _watch = new WatchVerb(store);
        _create = new CreateVerb(writer, ownership);
        _update = new UpdateVerb(writer, ownership);
        _patch = new PatchVerb(store, writer, ownership);
        _delete = new DeleteVerb(store);
        _eviction = new EvictionEndpoint(store);
        _binding = new BindingEndpoint(store);
    }

    /// <summary>Serves a request that is allowed.</summary>
    /// <exception cref="ApiException">The refusal, as long as nothing is written.</exception>
    public Task ServeAsync(ApiRequest request) => request.Subresource.Length == 0 ? ServeObjectAsync(request) : ServeSubresourceAsync(request);

    private Task ServeObjectAsync(ApiRequest request)
    {
        if (request.Type.Namespaced && request.Namespace.Length == 0 && request.Verb is not ("list" or "watch"))
        {
            throw ApiException.MethodNotAllowed();
        }

        return (request.Verb, One: request.Name.Length > 0) switch
        {
            ("get", true) => _get.ServeAsync(request),
            ("list", false) => _list.ServeAsync(request),
            ("watch", _) => _watch.ServeAsync(request),
            ("create", false) => _create.ServeAsync(request),
            ("update", true) => _update.ServeAsync(request),
            ("patch", true) => _patch.ServeAsync(request),
            ("delete", true) => _delete.ServeAsync(request),
            ("deletecollection", false) => _delete.ServeCollectionAsync(request),
            _ => throw ApiException.MethodNotAllowed(),
        };
    }

    private Task ServeSubresourceAsync(ApiRequest request)
    {
        var subresource = request.Type.Subresources.FirstOrDefault(candidate => candidate.Name == request.Subresource)
            ?? throw ApiException.NoSuchResource();
        if (!subresource.Verbs.Contains(request.Verb))
        {
            throw ApiException.MethodNotAllowed();
        }

        return (subresource.Name, request.Verb) switch
        {
            ("binding", _) => _binding.ServeAsync(request),
            ("eviction", _) => _eviction.ServeAsync(request),
            ("log" or "exec" or "attach" or "portforward", _) => ServeStreamAsync(request),
            (_, "get") => _get.ServeAsync(request),
            (_, "patch") => _patch.ServeAsync(request),
            _ => _update.ServeAsync(request),
        };
    }

    private Task ServeStreamAsync(ApiRequest request)
    {
        var pod = _store.Get(request.Type, request.Namespace, request.Name);
        return _streams.ServeAsync(new PodStreamRequest(request.Subresource, pod, request.Exchange), request.Aborted);
    }
}
