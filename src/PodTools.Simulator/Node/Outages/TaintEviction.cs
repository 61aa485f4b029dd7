using System.Text.Json.Nodes;
using PodTools.Simulator.Node.Scheduling;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node.Outages;

/// <summary>
/// Deletes pods from nodes with a NoExecute taint that they do not tolerate, or once the time for which they tolerate it
/// is over. On the loop only.
/// </summary>
internal sealed class TaintEviction(ObjectStore store, WorkLoop loop, EventRecorder events, RecordedPods recorded)
{
    private const string Component = "taint-eviction-controller";

    private readonly Dictionary<string, WorkLoop.Alarm> _due = [];

    /// <summary>Looks at every pod of a node whose taints may have changed.</summary>
    public void Consider(NodePlace node)
    {
        if (_due.Count == 0 && !Taints(node).Any())
        {
            return;
        }

        foreach (var stored in store.Snapshot(ResourceTypes.Pods).In(""))
        {
            var pod = new PodObject(stored.ToJson());
            if (pod.NodeName == node.Name && !recorded.Contains(pod))
            {
                Consider(pod, node);
            }
        }
    }

    /// <summary>Looks at a pod as it is now. A stay that has begun to run out is not begun anew.</summary>
    public void Consider(PodObject pod, NodePlace? node)
    {
        var stay = node is null || pod.IsTerminating || pod.HasEnded ? null : PodTolerations.Stay(pod, Taints(node));
        if (stay is null)
        {
            Forget(pod);
        }
        else if (!_due.ContainsKey(pod.Uid))
        {
            _due[pod.Uid] = loop.After(stay.Value, () => Evict(pod));
        }
    }

    /// <summary>Forgets a pod that is gone or need not go.</summary>
    public void Forget(PodObject pod)
    {
        if (_due.Remove(pod.Uid, out var alarm))
        {
            alarm.Cancel();
        }
    }

    private static IEnumerable<JsonObject> Taints(NodePlace node) =>
        node.Taints.Where(taint => (string?)taint["effect"] == "NoExecute");

    private void Evict(PodObject pod)
    {
        _due.Remove(pod.Uid);
        var marked = PodWrites.Update(store, pod, json =>
        {
            var conditions = json["status"]!["conditions"] as JsonArray ?? [];
            conditions.Add(PodConditions.One(
                "DisruptionTarget", true, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", loop.Now));
            json["status"]!["conditions"] = conditions.DeepClone();
            return json;
        });
        if (marked is not null)
        {
            events.Controller(Component, pod, "TaintManagerEviction", $"Marking for deletion Pod {pod.Namespace}/{pod.Name}");
            ObjectDeletion.Delete(store, marked);
        }
    }
}
