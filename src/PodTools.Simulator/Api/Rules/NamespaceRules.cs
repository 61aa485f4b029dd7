using System.Text.Json.Nodes;
using PodTools.Simulator.Controllers;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Rules;

/// <summary>Namespaces: they carry their name as a label, and a finalizer holds them until they are empty.</summary>
internal sealed class NamespaceRules(NamespaceController controller) : ObjectRules
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    public override void Default(JsonObject json)
    {
        if (json["metadata"]?["name"] is { } name)
        {
            var labels = json["metadata"]!["labels"] as JsonObject ?? [];
            labels[NameLabel] = name.DeepClone();
            json["metadata"]!["labels"] ??= labels;
        }
    }

    public override void PrepareCreate(ApiRequest request, JsonObject json)
    {
        json["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        json["status"] = new JsonObject { ["phase"] = "Active" };
    }

    public override void Created(StoredObject stored) => controller.Furnish(stored.Name);

    public override IReadOnlyList<FieldCause> ValidateCreate(JsonObject json) => ObjectNames.Validate(json, ObjectNames.Label);

    public override void PrepareUpdate(JsonObject updated, JsonObject current, string subresource)
    {
        base.PrepareUpdate(updated, current, subresource);
        if (subresource != "finalize")
        {
            Restore(updated, current, "spec");
        }
    }
}
