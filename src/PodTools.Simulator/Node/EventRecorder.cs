using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node;

/// <summary>
/// Writes core/v1 events about pods as a kubelet and a scheduler write them. A kubelet's event that repeats counts up
/// instead of being written again. Nothing is
/// heard of the kubelet of a node that is cut off. Called on the loop only.
/// </summary>
internal sealed class EventRecorder(ObjectStore store, WorkLoop loop, IReadOnlySet<string> cutOff)
{
    private readonly Dictionary<string, Dictionary<(string Path, string Reason, string Message), string>> _written = [];
    private long _serial = DateTimeOffset.UtcNow.UtcTicks;

    /// <summary>An event of the kubelet.</summary>
    /// <param name="pod">The pod that it is about.</param>
    /// <param name="container">The container that it is about, null for the pod as a whole.</param>
    /// <param name="reason">As <c>Pulled</c>.</param>
    /// <param name="message">The text.</param>
    /// <param name="warning">Whether the type is Warning instead of Normal.</param>
    public void Kubelet(PodObject pod, ContainerSpec? container, string reason, string message, bool warning = false)
    {
        if (!cutOff.Contains(pod.NodeName))
        {
            Count("kubelet", pod, container, reason, message, warning);
        }
    }

    /// <summary>An event of a controller, as of the one that watches the nodes.</summary>
    public void Controller(string component, PodObject pod, string reason, string message, bool warning = false) =>
        Count(component, pod, null, reason, message, warning);

    /// <summary>An event of the scheduler.</summary>
    public void Scheduler(PodObject pod, string reason, string action, string message, bool warning = false)
    {
        var json = New(pod, null, reason, message, warning);
        json["source"] = new JsonObject();
        json["firstTimestamp"] = null;
        json["lastTimestamp"] = null;
        json["eventTime"] = loop.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        json["action"] = action;
        json["reportingComponent"] = "default-scheduler";
        json["reportingInstance"] = "default-scheduler-simulator";
        Write(pod, json);
    }

    /// <summary>Forgets what it counted for a pod that is gone.</summary>
    public void Forget(string uid) => _written.Remove(uid);

    private void Count(string component, PodObject pod, ContainerSpec? container, string reason, string message, bool warning)
    {
        var key = (container?.FieldPath ?? "", reason, message);
        if (!_written.TryGetValue(pod.Uid, out var names))
        {
            _written[pod.Uid] = names = [];
        }

        var now = PodObject.Timestamp(loop.Now);
        if (names.TryGetValue(key, out var name) && store.Find(ResourceTypes.Events, pod.Namespace, name) is not null)
        {
            store.Update(ResourceTypes.Events, pod.Namespace, name, json =>
            {
                json["count"] = ((int?)json["count"] ?? 1) + 1;
                json["lastTimestamp"] = now;
                return json;
            });
            return;
        }

        var json = New(pod, container, reason, message, warning);
        var host = component == "kubelet" ? pod.NodeName : "";
        json["source"] = host.Length > 0 ? new JsonObject { ["component"] = component, ["host"] = host } : new JsonObject { ["component"] = component };
        json["firstTimestamp"] = now;
        json["lastTimestamp"] = now;
        json["count"] = 1;
        json["eventTime"] = null;
        json["reportingComponent"] = component;
        json["reportingInstance"] = host;
        names[key] = Write(pod, json);
    }

    private JsonObject New(PodObject pod, ContainerSpec? container, string reason, string message, bool warning)
    {
        var involved = new JsonObject
        {
            ["kind"] = "Pod",
            ["namespace"] = pod.Namespace,
            ["name"] = pod.Name,
            ["uid"] = pod.Uid,
            ["apiVersion"] = "v1",
            ["resourceVersion"] = (string?)pod.Metadata["resourceVersion"],
        };
        if (container is not null)
        {
            involved["fieldPath"] = container.FieldPath;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{pod.Name}.{_serial++:x}",
                ["namespace"] = pod.Namespace,
                ["creationTimestamp"] = PodObject.Timestamp(loop.Now),
            },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["type"] = warning ? "Warning" : "Normal",
        };
    }

    private string Write(PodObject pod, JsonObject json)
    {
        var name = (string)json["metadata"]!["name"]!;
        if (store.Find(ResourceTypes.Namespaces, "", pod.Namespace) is null or { IsTerminating: false })
        {
            store.Create(ResourceTypes.Events, json);
        }

        return name;
    }
}
