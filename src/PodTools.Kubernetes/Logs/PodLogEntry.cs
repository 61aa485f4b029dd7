using System.Text;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Logs;

namespace PodTools;

/// <summary>One line of a container's log; printed, it is the message.</summary>
public sealed class PodLogEntry
{
    private readonly byte[]? _bytes;

    /// <summary>Makes an entry from text.</summary>
    public PodLogEntry(string message) => Message = message;

    /// <summary>Makes an entry from the line's bytes, which are kept only where the text cannot give them back.</summary>
    internal PodLogEntry(ReadOnlySpan<byte> line)
    {
        Message = Encoding.UTF8.GetString(line);
        _bytes = IsValid(line) ? null : line.ToArray();
    }

    /// <summary>The context through which the log was read.</summary>
    public string? Context { get; init; }

    /// <summary>The pod's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The pod's name.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The container's name.</summary>
    public string Container { get; init; } = "";

    /// <summary>Whether this is a line or a remark about the log itself.</summary>
    public PodLogEntryKind Kind { get; init; }

    /// <summary>When the container wrote the line, by its node's clock; null when the log has no time for it. To 100 ns: see <see cref="Timestamp"/>.</summary>
    public DateTimeOffset? Time => Stamp?.ToDateTimeOffset();

    /// <summary>The time with its nanoseconds, as the API writes it (<c>2026-11-21T02:54:28.306572135Z</c>); null without a time.</summary>
    public string? Timestamp => Stamp?.ToString();

    /// <summary>
    /// The line without its line feed. Carriage returns are kept; bytes that are not UTF-8 appear as U+FFFD and are still
    /// to be had from <see cref="GetBytes"/>.
    /// </summary>
    public string Message { get; }

    /// <summary>The properties of a line that is a JSON object, once <see cref="ReadProperties"/> has read them; empty otherwise.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; private set; } = LogJson.None;

    /// <summary>Whether the entry is printed with its time before the message.</summary>
    public bool ShowsTime { get; set; }

    internal LogTimestamp? Stamp { get; init; }

    /// <summary>The connection that the log was read over; null for an entry that was made elsewhere.</summary>
    internal KubernetesConnection? Origin { get; init; }

    /// <summary>The line exactly as the container wrote it, without its line feed.</summary>
    public byte[] GetBytes() => _bytes ?? Encoding.UTF8.GetBytes(Message);

    /// <summary>Reads the line as JSON. A line that is no JSON object leaves <see cref="Properties"/> empty.</summary>
    public void ReadProperties() => Properties = LogJson.Read(Message);

    /// <summary>The message, with its time before it when <see cref="ShowsTime"/> says so.</summary>
    public override string ToString() => ShowsTime && Stamp is not null ? $"{Timestamp} {Message}" : Message;

    /// <summary>The same entry with only the start of its line.</summary>
    internal PodLogEntry Cut(ReadOnlySpan<byte> line) =>
        new(line) { Origin = Origin, Context = Context, Namespace = Namespace, Pod = Pod, Container = Container, Kind = Kind, Stamp = Stamp };

    private static bool IsValid(ReadOnlySpan<byte> line) => System.Text.Unicode.Utf8.IsValid(line);
}
