using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Verbs;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Subresources;

/// <summary>POST to <c>eviction</c>: a deletion that asks the disruption budgets first.</summary>
internal sealed class EvictionEndpoint(ObjectStore store)
{
    public async Task ServeAsync(ApiRequest request)
    {
        var eviction = await ObjectReader.ReadOptionalAsync(request, "Eviction").ConfigureAwait(false) ?? [];
        if ((string?)eviction["metadata"]?["name"] != request.Name)
        {
            throw ApiException.BadRequest("name in URL does not match name in Eviction object");
        }

        var options = DeletionOptions.Of(request, eviction["deleteOptions"] as JsonObject ?? []);
        var pod = store.Get(request.Type, request.Namespace, request.Name);
        options.RequireMet(pod);
        RequireBudget(pod);
        if (!options.DryRun)
        {
            ObjectDeletion.Delete(store, pod, options.GraceSeconds, options.Finalizer);
        }

        await ResponseWriter.WriteAsync(request.Exchange, request.Format, 201, Statuses.Success(code: 201)).ConfigureAwait(false);
    }

    // A pod that does nothing yet, or no more, disturbs nobody by going.
    private void RequireBudget(StoredObject pod)
    {
        if (pod.IsTerminating || pod.Field("status.phase") is "Pending" or "Succeeded" or "Failed")
        {
            return;
        }

        var budgets = DisruptionBudgets.Of(store, pod).ToList();
        if (budgets.Count > 1)
        {
            throw ApiException.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        foreach (var budget in budgets)
        {
            var (desired, healthy, _) = DisruptionBudgets.Count(store, budget);
            if (healthy <= desired)
            {
                var cause = new JsonObject
                {
                    ["reason"] = "DisruptionBudget",
                    ["message"] = $"The disruption budget {budget.Name} needs {desired} healthy pods and has {healthy} currently",
                };
                throw new ApiException(
                    429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.",
                    new JsonObject { ["causes"] = new JsonArray(cause) });
            }
        }
    }
}
