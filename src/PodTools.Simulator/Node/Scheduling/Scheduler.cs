using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node.Scheduling;

/// <summary>
/// Finds a node for each pod that has none. A pod that fits nowhere is told why and tried again when a node changes or
/// room is made. Called on the loop only.
/// </summary>
internal sealed class Scheduler(ObjectStore store, WorkLoop loop, EventRecorder events)
{
    private readonly SortedDictionary<string, NodePlace> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodObject> _waiting = [];

    /// <summary>The node of that name, or null.</summary>
    public NodePlace? FindNode(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>Takes over a node as it is now.</summary>
    public void SetNode(string name, JsonObject json)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            _nodes[name] = node = new NodePlace(name);
        }

        node.Update(json);
        RetryWaiting();
    }

    /// <summary>Forgets a node that is gone.</summary>
    public void RemoveNode(string name) => _nodes.Remove(name);

    /// <summary>Looks at a pod as it is now: counts it where it is, or finds it a place.</summary>
    public void Consider(PodObject pod)
    {
        if (pod.NodeName.Length > 0)
        {
            _waiting.Remove(pod.Uid);
            Count(pod);
        }
        else if (!pod.IsTerminating && !pod.HasEnded && ((string?)pod.Spec["schedulerName"] ?? "default-scheduler") == "default-scheduler")
        {
            Place(pod);
        }
    }

    /// <summary>Counts a pod on the node that it has, if it has one.</summary>
    public void Count(PodObject pod)
    {
        if (pod.HasEnded)
        {
            Forget(pod);
        }
        else
        {
            FindNode(pod.NodeName)?.Add(pod.Uid, ResourceAmounts.RequestedBy(pod));
        }
    }

    /// <summary>Gives back the room of a pod that is gone.</summary>
    public void Forget(PodObject pod)
    {
        _waiting.Remove(pod.Uid);
        if (FindNode(pod.NodeName)?.Remove(pod.Uid) == true)
        {
            RetryWaiting();
        }
    }

    private void RetryWaiting()
    {
        foreach (var pod in _waiting.Values.ToList())
        {
            Place(pod);
        }
    }

    private void Place(PodObject pod)
    {
        if (pod.Spec["schedulingGates"] is JsonArray { Count: > 0 })
        {
            _waiting.Remove(pod.Uid);
            SetScheduled(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
            return;
        }

        var requests = ResourceAmounts.RequestedBy(pod);
        var verdicts = _nodes.Values.Select(node => (Node: node, Reasons: NodeFilter.Reasons(pod, requests, node))).ToList();
        var best = verdicts.Where(verdict => verdict.Reasons.Count == 0).Select(verdict => verdict.Node).MinBy(node => node.PodCount);
        if (best is not null)
        {
            _waiting.Remove(pod.Uid);
            best.Add(pod.Uid, requests);
            Bind(pod, best);
            return;
        }

        var message = SchedulingMessage.Of([.. verdicts.Select(verdict => verdict.Reasons)]);
        if (_waiting.TryAdd(pod.Uid, pod) || !Says(pod, message))
        {
            _waiting[pod.Uid] = pod;
            events.Scheduler(pod, "FailedScheduling", "Scheduling", message, warning: true);
            SetScheduled(pod, "Unschedulable", message);
        }
    }

    private void Bind(PodObject pod, NodePlace node)
    {
        var now = loop.Now;
        PodWrites.Update(store, pod, json =>
        {
            if (!string.IsNullOrEmpty((string?)json["spec"]!["nodeName"]))
            {
                return null;
            }

            json["spec"]!["nodeName"] = node.Name;
            SetCondition(json, PodConditions.One("PodScheduled", true, null, null, now));
            return json;
        });
        events.Scheduler(pod, "Scheduled", "Binding", $"Successfully assigned {pod.Namespace}/{pod.Name} to {node.Name}");
    }

    private void SetScheduled(PodObject pod, string reason, string message)
    {
        var now = loop.Now;
        PodWrites.Update(store, pod, json =>
        {
            var present = Conditions(json).OfType<JsonObject>().FirstOrDefault(IsScheduled);
            if ((string?)present?["reason"] == reason && (string?)present?["message"] == message)
            {
                return null;
            }

            SetCondition(json, PodConditions.One("PodScheduled", false, reason, message, now));
            return json;
        });
    }

    private static bool Says(PodObject pod, string message) =>
        Conditions(pod.Json).OfType<JsonObject>().Any(condition => IsScheduled(condition) && (string?)condition["message"] == message);

    private static bool IsScheduled(JsonObject condition) => (string?)condition["type"] == "PodScheduled";

    private static JsonArray Conditions(JsonObject json) => json["status"]?["conditions"] as JsonArray ?? [];

    private static void SetCondition(JsonObject json, JsonObject condition)
    {
        var others = Conditions(json).OfType<JsonObject>().Where(present => !IsScheduled(present)).Select(present => present.DeepClone());
        json["status"] ??= new JsonObject();
        json["status"]!["conditions"] = new JsonArray([.. others, condition]);
    }
}
