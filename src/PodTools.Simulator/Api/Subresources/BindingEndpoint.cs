using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Node;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Subresources;

/// <summary>POST to <c>binding</c>: what a scheduler says when it has found a node for a pod.</summary>
internal sealed class BindingEndpoint(ObjectStore store)
{
    public async Task ServeAsync(ApiRequest request)
    {
        var options = WriteOptions.Parse(request, "CreateOptions");
        var binding = await ObjectReader.ReadOptionalAsync(request, "Binding").ConfigureAwait(false) ?? [];
        var node = (string?)binding["target"]?["name"] ?? "";
        if (node.Length == 0)
        {
            throw ApiException.Internal("target.name: Required value");
        }

        if (options.DryRun)
        {
            Bind(request, store.Get(request.Type, request.Namespace, request.Name).ToJson(), node);
        }
        else
        {
            store.Update(request.Type, request.Namespace, request.Name, pod => Bind(request, pod, node));
        }

        await ResponseWriter.WriteAsync(request.Exchange, request.Format, 201, Statuses.Success(code: 201)).ConfigureAwait(false);
    }

    private JsonObject Bind(ApiRequest request, JsonObject pod, string node)
    {
        var name = request.Name;
        var spec = pod["spec"]!.AsObject();
        if (pod["metadata"]!["deletionTimestamp"] is not null)
        {
            throw Refuse(name, $"pod {name} is being deleted, cannot be assigned to a host");
        }

        if ((string?)spec["nodeName"] is { Length: > 0 } assigned)
        {
            throw Refuse(name, $"pod {name} is already assigned to node \"{assigned}\"");
        }

        if (spec["schedulingGates"] is JsonArray { Count: > 0 })
        {
            throw Refuse(name, $"pod {name} has non-empty .spec.schedulingGates");
        }

        spec["nodeName"] = node;
        SetScheduled(pod);
        return pod;
    }

    private void SetScheduled(JsonObject pod)
    {
        var others = (pod["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(condition => (string?)condition["type"] != "PodScheduled")
            .Select(condition => condition.DeepClone());
        pod["status"] ??= new JsonObject();
        pod["status"]!["conditions"] = new JsonArray(
            [.. others, PodConditions.One("PodScheduled", true, null, null, store.Clock.GetUtcNow())]);
    }

    private static ApiException Refuse(string name, string why) => new(
        409, "Conflict", $"Operation cannot be fulfilled on pods/binding \"{name}\": {why}",
        new JsonObject { ["name"] = name, ["kind"] = "pods/binding" });
}
