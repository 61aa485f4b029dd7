using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>Reads one object.</summary>
internal sealed class GetVerb(ObjectStore store)
{
    public Task ServeAsync(ApiRequest request)
    {
        ResourceVersions.RequireReached(store, ResourceVersions.Parse(request));
        return ResponseWriter.WriteAsync(request, 200, store.Get(request.Type, request.Namespace, request.Name));
    }
}
