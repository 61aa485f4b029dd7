using System.Globalization;

namespace PodTools.Details;

/// <summary>Writes a pod and its events as <c>kubectl describe pod</c> does.</summary>
/// <param name="detail">The pod and its events.</param>
/// <param name="now">The time that ages are counted to.</param>
internal sealed class PodDescription(PodDetail detail, DateTimeOffset now)
{
    private readonly DescriptionWriter _writer = new();

    /// <summary>Writes the whole description.</summary>
    public string Write()
    {
        WriteIdentity();
        WriteStatus();
        WriteAddresses();
        WriteContainers("Init Containers", detail.InitContainers);
        WriteContainers("Containers", detail.Containers);
        WriteContainers("Ephemeral Containers", detail.EphemeralContainers);
        WriteGates();
        WriteConditions();
        new VolumeDescription(_writer, detail.Pod).Write();
        WritePlacement();
        WriteEvents();
        return _writer.ToString();
    }

    private void WriteIdentity()
    {
        var (metadata, spec) = (detail.Pod.Metadata, detail.Pod.Spec);
        _writer.Field(0, "Name", metadata?.Name);
        _writer.Field(0, "Namespace", metadata?.Namespace);
        _writer.FieldIfAny(0, "Priority", spec?.Priority?.ToString(CultureInfo.InvariantCulture));
        _writer.FieldIfAny(0, "Priority Class Name", spec?.PriorityClassName);
        _writer.FieldIfAny(0, "Runtime Class Name", spec?.RuntimeClassName);
        _writer.FieldIfAny(0, "Service Account", spec?.ServiceAccountName);
        _writer.Field(0, "Node", string.IsNullOrEmpty(detail.Node) ? PodStatusText.None : $"{detail.Node}/{detail.HostIP}");
        _writer.FieldIfAny(0, "Start Time", DescriptionText.Time(detail.StartTime));
        _writer.Fields(0, "Labels", DescriptionText.Labels(detail.Labels));
        _writer.Fields(0, "Annotations", DescriptionText.Annotations(detail.Annotations));
    }

    private void WriteStatus()
    {
        var (metadata, status) = (detail.Pod.Metadata, detail.Pod.Status);
        var isOver = detail.Pod.IsOfLaterServer && status?.Phase is ("Succeeded" or "Failed");
        if (metadata?.DeletionTimestamp is { } deletion && !isOver)
        {
            _writer.Field(0, "Status", $"Terminating (lasts {HumanDuration.Since(deletion, now)})");
            _writer.Field(0, "Termination Grace Period", string.Create(CultureInfo.InvariantCulture, $"{metadata.DeletionGracePeriodSeconds ?? 0}s"));
        }
        else
        {
            _writer.Field(0, "Status", status?.Phase);
        }

        _writer.FieldIfAny(0, "Reason", detail.Reason);
        _writer.FieldIfAny(0, "Message", detail.Message);
        var profile = detail.Pod.Spec?.SecurityContext?.SeccompProfile;
        _writer.FieldIfAny(0, "SeccompProfile", profile?.Type);
        _writer.FieldIfAny(0, "LocalhostProfile", profile?.LocalhostProfile);
    }

    private void WriteAddresses()
    {
        _writer.Field(0, "IP", detail.Pod.Status?.PodIP);
        _writer.Line(0, detail.IPs.Count == 0 ? $"IPs:\t{PodStatusText.None}" : "IPs:");
        foreach (var address in detail.IPs)
        {
            _writer.Field(1, "IP", address);
        }

        _writer.FieldIfAny(0, "Controlled By", detail.ControlledBy);
        _writer.FieldIfAny(0, "NominatedNodeName", detail.Pod.Status?.NominatedNodeName);
        if (detail.Pod.Spec?.Resources is { } whole)
        {
            _writer.Line(0, "Resources:");
            ResourceText.Write(_writer, 1, whole);
        }
    }

    private void WriteContainers(string label, IReadOnlyList<PodContainerDetail> containers)
    {
        if (containers.Count == 0)
        {
            return;
        }

        _writer.Line(0, $"{label}:");
        foreach (var container in containers)
        {
            new ContainerDescription(_writer, detail.Pod).Write(container);
        }
    }

    private void WriteGates()
    {
        var gates = detail.Pod.Spec?.ReadinessGates ?? [];
        WriteTable("Readiness Gates", gates.Select(gate => (gate.ConditionType, StatusOf(gate.ConditionType))));
    }

    private void WriteConditions() => WriteTable("Conditions", detail.Conditions.Select(condition => (condition.Type, condition.Status ?? "")));

    private void WriteTable(string label, IEnumerable<(string? Type, string Status)> rows)
    {
        var any = false;
        foreach (var (type, status) in rows)
        {
            if (!any)
            {
                _writer.Line(0, $"{label}:");
                _writer.Line(1, "Type\tStatus");
                any = true;
            }

            _writer.Line(1, $"{type} \t{status} ");
        }
    }

    private string StatusOf(string? condition) =>
        detail.Conditions.FirstOrDefault(other => other.Type == condition)?.Status ?? PodStatusText.None;

    private void WritePlacement()
    {
        var spec = detail.Pod.Spec;
        _writer.Field(0, "QoS Class", detail.QosClass);
        _writer.Fields(0, "Node-Selectors", DescriptionText.Labels(detail.NodeSelector));
        _writer.Fields(0, "Tolerations", detail.Tolerations.OrderBy(toleration => toleration.Key, StringComparer.Ordinal).Select(DescriptionText.Toleration));
        if (spec?.TopologySpreadConstraints is { Count: > 0 } constraints)
        {
            var sorted = constraints.OrderBy(constraint => constraint.TopologyKey, StringComparer.Ordinal);
            _writer.Fields(0, "Topology Spread Constraints", sorted.Select(DescriptionText.Spread));
        }
    }

    private void WriteEvents()
    {
        if (detail.Events.Count == 0)
        {
            _writer.Field(0, "Events", PodStatusText.None);
            return;
        }

        _writer.Line(0, "Events:");
        _writer.Line(1, "Type\tReason\tAge\tFrom\tMessage");
        _writer.Line(1, "----\t------\t----\t----\t-------");
        foreach (var reported in detail.Events)
        {
            _writer.Line(1, $"{reported.Type}\t{reported.Reason}\t{reported.AgeAt(now)}\t{reported.From}\t{reported.Message}");
        }
    }
}
