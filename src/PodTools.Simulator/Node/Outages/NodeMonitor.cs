using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node.Outages;

/// <summary>
/// Notices nodes that have fallen silent, as a cluster's node controller does: past the grace period a node's conditions
/// become Unknown, taints drive its pods away, and the pods are no longer ready. On the loop only.
/// </summary>
internal sealed class NodeMonitor(ObjectStore store, WorkLoop loop, EventRecorder events)
{
    private const string Unreachable = "node.kubernetes.io/unreachable";

    // The default of the controller manager's --node-monitor-grace-period up to Kubernetes 1.31.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, WorkLoop.Alarm> _silent = [];

    /// <summary>Starts to miss a node.</summary>
    public void NoteSilence(string node) => _silent[node] = loop.After(Grace, () => MarkLost(node));

    /// <summary>Hears from a node again.</summary>
    public void NoteReturn(string node)
    {
        if (_silent.Remove(node, out var alarm))
        {
            alarm.Cancel();
            Update(node, MarkReady);
        }
    }

    private void MarkLost(string node)
    {
        Update(node, json =>
        {
            foreach (var condition in Conditions(json))
            {
                Set(condition, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
            }

            var taints = new JsonArray([.. OtherTaints(json), Taint("NoSchedule"), Taint("NoExecute")]);
            json["spec"]!["taints"] = taints;
        });
        foreach (var pod in PodsOn(node))
        {
            MarkNotReady(pod);
        }
    }

    private void MarkReady(JsonObject json)
    {
        var healthy = NodeObjects.Conditions(loop.Now).OfType<JsonObject>().ToDictionary(condition => (string)condition["type"]!);
        foreach (var condition in Conditions(json).Where(condition => (string?)condition["status"] == "Unknown"))
        {
            if (healthy.TryGetValue((string)condition["type"]!, out var good))
            {
                Set(condition, (string)good["status"]!, (string)good["reason"]!, (string)good["message"]!);
            }
        }

        json["spec"]!["taints"] = new JsonArray([.. OtherTaints(json)]);
        if (json["spec"]!["taints"] is JsonArray { Count: 0 })
        {
            json["spec"]!.AsObject().Remove("taints");
        }
    }

    private void MarkNotReady(PodObject pod)
    {
        var changed = PodWrites.Update(store, pod, json =>
        {
            var ready = Conditions(json).FirstOrDefault(condition => (string?)condition["type"] == "Ready");
            if ((string?)ready?["status"] != "True")
            {
                return null;
            }

            ready!["status"] = "False";
            ready["lastTransitionTime"] = PodObject.Timestamp(loop.Now);
            return json;
        });
        if (changed is not null)
        {
            events.Controller("node-controller", pod, "NodeNotReady", "Node is not ready", warning: true);
        }
    }

    private IEnumerable<PodObject> PodsOn(string node) => store.Snapshot(ResourceTypes.Pods).In("")
        .Select(stored => new PodObject(stored.ToJson()))
        .Where(pod => pod.NodeName == node && !pod.HasEnded);

    private void Update(string node, Action<JsonObject> change)
    {
        if (store.Find(ResourceTypes.Nodes, "", node) is null)
        {
            return;
        }

        store.Update(ResourceTypes.Nodes, "", node, json =>
        {
            json["spec"] ??= new JsonObject();
            change(json);
            return json;
        });
    }

    private void Set(JsonObject condition, string status, string reason, string message)
    {
        condition["status"] = status;
        condition["reason"] = reason;
        condition["message"] = message;
        condition["lastTransitionTime"] = PodObject.Timestamp(loop.Now);
    }

    private JsonObject Taint(string effect) => new()
    {
        ["key"] = Unreachable,
        ["effect"] = effect,
        ["timeAdded"] = PodObject.Timestamp(loop.Now),
    };

    private static IEnumerable<JsonNode> OtherTaints(JsonObject json) => (json["spec"]!["taints"] as JsonArray ?? [])
        .OfType<JsonObject>().Where(taint => (string?)taint["key"] != Unreachable).Select(taint => taint.DeepClone());

    private static IEnumerable<JsonObject> Conditions(JsonObject json) =>
        (json["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>();
}
