using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>The conditions of a pod, in the words and the order of a kubelet.</summary>
internal static class PodConditions
{
    private static readonly string[] Own = ["Initialized", "Ready", "ContainersReady", "PodScheduled"];

    /// <summary>
    /// The conditions that follow from what the containers do. Those of others, as readiness gates, stay; a condition
    /// whose status stays keeps the time of its last change.
    /// </summary>
    /// <param name="pod">The pod with the conditions that it has now.</param>
    /// <param name="containers">What its containers do.</param>
    /// <param name="phase">The phase that follows from it, even where the pod's status does not show it yet.</param>
    /// <param name="now">The time of conditions that change.</param>
    public static JsonArray Of(
        PodObject pod, IReadOnlyCollection<ContainerObservation> containers, string phase, DateTimeOffset now)
    {
        var present = (pod.Status["conditions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var containersReady = ContainersReady(pod, containers, phase);
        var result = new JsonArray();
        foreach (var foreign in present.Where(condition => !Own.Contains((string?)condition["type"])))
        {
            result.Add(foreign.DeepClone());
        }

        Add("Initialized", Initialized(pod, containers, phase));
        Add("Ready", Ready(pod, present, containersReady));
        Add("ContainersReady", containersReady);
        Add("PodScheduled", new Verdict(true));
        return result;

        void Add(string type, Verdict verdict) =>
            result.Add(verdict.ToJson(type, present.Find(condition => (string?)condition["type"] == type), now));
    }

    /// <summary>The condition by itself, for whoever writes only one.</summary>
    public static JsonObject One(string type, bool holds, string? reason, string? message, DateTimeOffset now) =>
        new Verdict(holds, reason, message).ToJson(type, null, now);

    private static Verdict Initialized(PodObject pod, IReadOnlyCollection<ContainerObservation> containers, string phase)
    {
        var waiting = pod.InitContainers
            .Where(spec => !containers.Any(container => container.Spec.Name == spec.Name && container.IsInitialized))
            .Select(spec => spec.Name)
            .ToList();
        var begun = containers.Any(container => container.Spec.Kind == ContainerKind.Main && container.ContainerId is not null);
        return phase == "Succeeded" ? new Verdict(true, "PodCompleted")
            : waiting.Count == 0 || begun ? new Verdict(true)
            : new Verdict(false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', waiting)}]");
    }

    private static Verdict ContainersReady(
        PodObject pod, IReadOnlyCollection<ContainerObservation> containers, string phase)
    {
        if (phase is "Succeeded" or "Failed")
        {
            return new Verdict(false, phase == "Succeeded" ? "PodCompleted" : "PodFailed");
        }

        var unready = pod.AllContainers
            .Where(spec => spec.CountsForReady)
            .Where(spec => !containers.Any(container => container.Spec.Name == spec.Name && container.Ready))
            .Select(spec => spec.Name)
            .ToList();
        return unready.Count == 0
            ? new Verdict(true)
            : new Verdict(false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    private static Verdict Ready(PodObject pod, List<JsonObject> present, Verdict containersReady)
    {
        if (!containersReady.Holds)
        {
            return containersReady;
        }

        var missing = pod.ReadinessGates.Select(gate => (Gate: gate, Status: StatusOf(gate))).Where(gate => gate.Status != "True").ToList();
        return missing.Count == 0
            ? containersReady
            : new Verdict(false, "ReadinessGatesNotReady", string.Join(", ", missing.Select(gate => gate.Status is null
                ? $"corresponding condition of pod readiness gate \"{gate.Gate}\" does not exist."
                : $"the status of pod readiness gate \"{gate.Gate}\" is not \"True\", but {gate.Status}")));

        string? StatusOf(string gate) => (string?)present.Find(condition => (string?)condition["type"] == gate)?["status"];
    }

    private sealed record Verdict(bool Holds, string? Reason = null, string? Message = null)
    {
        public JsonObject ToJson(string type, JsonObject? before, DateTimeOffset now)
        {
            var status = Holds ? "True" : "False";
            var since = (string?)before?["status"] == status ? (string?)before["lastTransitionTime"] : null;
            var condition = new JsonObject
            {
                ["type"] = type,
                ["status"] = status,
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = since ?? PodObject.Timestamp(now),
            };
            if (Reason is not null)
            {
                condition["reason"] = Reason;
            }

            if (Message is not null)
            {
                condition["message"] = Message;
            }

            return condition;
        }
    }
}
