using System.Globalization;

namespace PodTools;

/// <summary>Something that was reported about a pod: what <c>Get-PodEvent</c> emits.</summary>
public sealed class PodEvent
{
    /// <summary>Makes it of an event of the API.</summary>
    /// <param name="source">The event.</param>
    public PodEvent(CoreEvent source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        FirstTime = source.EventTime ?? source.FirstTimestamp ?? source.Metadata?.CreationTimestamp;
        LastTime = source.Series?.LastObservedTime ?? source.LastTimestamp ?? FirstTime;
        Count = source.Series?.Count ?? source.Count ?? 1;
    }

    /// <summary>The event as the API gave it.</summary>
    public CoreEvent Source { get; }

    /// <summary>The context of the cluster that it was read from; null when it was not read from one.</summary>
    public string? Context { get; init; }

    /// <summary>The namespace of the pod.</summary>
    public string? Namespace => Source.InvolvedObject?.Namespace ?? Source.Metadata?.Namespace;

    /// <summary>The name of the pod.</summary>
    public string? Pod => Source.InvolvedObject?.Name;

    /// <summary>The container that it is about; null when it is about the whole pod.</summary>
    public string? Container
    {
        get
        {
            // Such as spec.containers{web}.
            var path = Source.InvolvedObject?.FieldPath ?? "";
            var open = path.IndexOf('{', StringComparison.Ordinal);
            return open >= 0 && path.EndsWith('}') ? path[(open + 1)..^1] : null;
        }
    }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type => Source.Type;

    /// <summary>Why, in one word, such as <c>BackOff</c>.</summary>
    public string? Reason => Source.Reason;

    /// <summary>What happened.</summary>
    public string Message => (Source.Message ?? "").Trim();

    /// <summary>Who reported it, such as <c>kubelet</c>.</summary>
    public string? From => Source.Source?.Component is { Length: > 0 } component ? component : Source.ReportingComponent;

    /// <summary>How often it was reported.</summary>
    public int Count { get; }

    /// <summary>When it was first reported.</summary>
    public DateTimeOffset? FirstTime { get; }

    /// <summary>When it was last reported.</summary>
    public DateTimeOffset? LastTime { get; }

    /// <summary>When it was reported as kubectl prints it now, such as <c>16s (x2 over 43s)</c>.</summary>
    public string Age => AgeAt(DateTimeOffset.UtcNow);

    /// <summary>When it was reported as kubectl prints it, such as <c>16s (x2 over 43s)</c>.</summary>
    /// <param name="now">The time to count to.</param>
    public string AgeAt(DateTimeOffset now)
    {
        var first = HumanDuration.Since(FirstTime, now);
        return Source.Series is null && Count <= 1
            ? first
            : string.Create(CultureInfo.InvariantCulture, $"{HumanDuration.Since(LastTime, now)} (x{Count} over {first})");
    }

    /// <summary>
    /// Sorts events, the oldest first. The kubelet reports whole seconds and the scheduler fractions of them: within a second
    /// what has a fraction comes first, since a pod is scheduled before it is started, and the rest stays as it came.
    /// </summary>
    /// <param name="events">The events.</param>
    public static IEnumerable<PodEvent> InOrder(IEnumerable<PodEvent> events) =>
        events.OrderBy(each => each.LastTime?.ToUnixTimeSeconds()).ThenBy(each => each.Source.LastTimestamp is not null);

    /// <summary>The type, the reason and the message.</summary>
    public override string ToString() => $"{Type} {Reason}: {Message}";
}
