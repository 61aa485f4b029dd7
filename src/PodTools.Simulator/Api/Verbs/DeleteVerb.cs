using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>DELETE of an object and of a collection.</summary>
internal sealed class DeleteVerb(ObjectStore store)
{
    /// <summary>Deletes one object and answers with it, or for types that nobody waits for with a Status.</summary>
    public async Task ServeAsync(ApiRequest request)
    {
        var options = await DeletionOptions.ReadAsync(request).ConfigureAwait(false);
        var stored = store.Get(request.Type, request.Namespace, request.Name);
        options.RequireMet(stored);
        var deleted = options.DryRun
            ? ObjectDeletion.Preview(store, stored, options.GraceSeconds, options.Finalizer)
            : ObjectDeletion.Delete(store, stored, options.GraceSeconds, options.Finalizer);
        if (request.Type.DeletesGracefully || request.Type == ResourceTypes.Namespaces || deleted.IsTerminating)
        {
            await ResponseWriter.WriteAsync(request, 200, deleted).ConfigureAwait(false);
            return;
        }

        var details = ApiException.Details(request.Type, request.Name);
        details["uid"] = stored.Uid;
        await ResponseWriter.WriteAsync(request.Exchange, request.Format, 200, Statuses.Success(details)).ConfigureAwait(false);
    }

    /// <summary>Deletes every object of a selection and answers with them as they were.</summary>
    public async Task ServeCollectionAsync(ApiRequest request)
    {
        var selection = new Selection(request);
        var options = await DeletionOptions.ReadAsync(request).ConfigureAwait(false);
        var snapshot = store.Snapshot(request.Type);
        var targets = selection.In(snapshot).ToList();
        if (!options.DryRun)
        {
            foreach (var target in targets)
            {
                ObjectDeletion.Delete(store, target, options.GraceSeconds, options.Finalizer);
            }
        }

        var metadata = new JsonObject { ["resourceVersion"] = snapshot.Version.ToString(CultureInfo.InvariantCulture) };
        await ResponseWriter.WriteListAsync(request, metadata, targets).ConfigureAwait(false);
    }
}
