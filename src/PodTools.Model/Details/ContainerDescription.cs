using System.Globalization;

namespace PodTools.Details;

/// <summary>Describes one container: what was asked for, and what became of it.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="pod">The pod of the container.</param>
internal sealed class ContainerDescription(DescriptionWriter writer, Pod pod)
{
    private const int Level = 2;

    /// <summary>Describes a container.</summary>
    public void Write(PodContainerDetail container)
    {
        var spec = container.Spec;
        writer.Line(1, $"{spec.Name}:");
        WriteIdentity(spec, container.Status);
        WriteLines("Command", spec.Command);
        WriteLines("Args", spec.Args);
        WriteStatus(container.Status);
        ResourceText.Write(writer, Level, spec.Resources);
        writer.FieldIfAny(Level, "Liveness", ProbeText.Of(spec.LivenessProbe));
        writer.FieldIfAny(Level, "Readiness", ProbeText.Of(spec.ReadinessProbe));
        writer.FieldIfAny(Level, "Startup", ProbeText.Of(spec.StartupProbe));
        new EnvironmentDescription(writer, pod, spec).Write();
        WriteMounts(spec);
    }

    private void WriteIdentity(Container spec, ContainerStatus? status)
    {
        if (status is not null)
        {
            writer.Field(Level, "Container ID", status.ContainerID);
        }

        writer.Field(Level, "Image", spec.Image);
        if (status is not null)
        {
            writer.Field(Level, "Image ID", status.ImageID);
        }

        WritePorts("Port", spec, port => port.ContainerPort);
        WritePorts("Host Port", spec, port => port.HostPort ?? 0);
        if (spec.SecurityContext?.SeccompProfile is { } profile)
        {
            writer.Field(Level, "SeccompProfile", profile.Type);
            writer.FieldIfAny(Level + 1, "LocalhostProfile", profile.LocalhostProfile);
        }
    }

    private void WritePorts(string label, Container spec, Func<ContainerPortSpec, int?> number)
    {
        var ports = spec.Ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"{number(port)}/{port.Protocol ?? "TCP"}"));
        writer.Field(Level, spec.Ports.Count > 1 ? label + "s" : label, string.Join(", ", ports.DefaultIfEmpty(PodStatusText.None)));
    }

    private void WriteLines(string label, IList<string> words)
    {
        if (words.Count == 0)
        {
            return;
        }

        writer.Line(Level, $"{label}:");
        foreach (var line in words.SelectMany(word => word.Split('\n')))
        {
            writer.Line(Level + 1, line);
        }
    }

    private void WriteStatus(ContainerStatus? status)
    {
        if (status is null)
        {
            return;
        }

        WriteState("State", status.State);
        if (status.LastState?.Terminated is not null)
        {
            WriteState("Last State", status.LastState);
        }

        writer.Field(Level, "Ready", DescriptionText.Flag(status.Ready));
        writer.Field(Level, "Restart Count", status.RestartCount ?? 0);
    }

    private void WriteState(string label, ContainerState? state)
    {
        writer.Field(Level, label, ContainerStateText.Name(state));
        if (state?.Running is { } running)
        {
            writer.Field(Level + 1, "Started", DescriptionText.Time(running.StartedAt));
        }
        else if (state?.Terminated is { } end)
        {
            WriteEnd(end);
        }
        else
        {
            writer.FieldIfAny(Level + 1, "Reason", state?.Waiting?.Reason);
        }
    }

    private void WriteEnd(ContainerStateTerminated end)
    {
        writer.FieldIfAny(Level + 1, "Reason", end.Reason);
        writer.FieldIfAny(Level + 1, "Message", end.Message);
        writer.Field(Level + 1, "Exit Code", end.ExitCode ?? 0);
        if (end.Signal is > 0)
        {
            writer.Field(Level + 1, "Signal", end.Signal);
        }

        writer.Field(Level + 1, "Started", DescriptionText.Time(end.StartedAt));
        writer.Field(Level + 1, "Finished", DescriptionText.Time(end.FinishedAt));
    }

    private void WriteMounts(Container spec)
    {
        writer.Line(Level, spec.VolumeMounts.Count == 0 ? $"Mounts:\t{PodStatusText.None}" : "Mounts:");
        foreach (var mount in spec.VolumeMounts.OrderBy(mount => mount.MountPath, StringComparer.Ordinal))
        {
            var path = string.IsNullOrEmpty(mount.SubPath) ? "" : $",path=\"{mount.SubPath}\"";
            writer.Line(Level + 1, $"{mount.MountPath} from {mount.Name} ({(mount.ReadOnly == true ? "ro" : "rw")}{path})");
        }

        if (spec.VolumeDevices.Count > 0)
        {
            writer.Line(Level, "Devices:");
        }

        foreach (var device in spec.VolumeDevices.OrderBy(device => device.DevicePath, StringComparer.Ordinal))
        {
            writer.Line(Level + 1, $"{device.DevicePath} from {device.Name}");
        }
    }
}
