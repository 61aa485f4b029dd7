namespace PodTools.Kubernetes.Logs;

/// <summary>Makes entries of one container's lines.</summary>
internal sealed record LogEntryFactory(string? Context, string Namespace, string Pod, string Container)
{
    /// <summary>The connection that the log is read over.</summary>
    public KubernetesConnection? Origin { get; init; }

    /// <summary>An entry of a line that starts with its time.</summary>
    public PodLogEntry Line(ReadOnlySpan<byte> line)
    {
        LogTimestamp? stamp = null;
        if (LogTimestamp.TryRead(line, out var read, out var length))
        {
            stamp = read;
            line = line[length..];
        }

        return new PodLogEntry(line) { Origin = Origin, Context = Context, Namespace = Namespace, Pod = Pod, Container = Container, Stamp = stamp };
    }

    /// <summary>An entry that is a remark about the log.</summary>
    public PodLogEntry Remark(PodLogEntryKind kind, string message) =>
        new(message) { Origin = Origin, Context = Context, Namespace = Namespace, Pod = Pod, Container = Container, Kind = kind };
}
