namespace PodTools.Kubernetes.Logs;

/// <summary>How far a log was read: gives each line once, and the query to go on with after a connection broke.</summary>
internal sealed class LogProgress(LogEntryFactory entries, LogOptions options)
{
    private readonly SeenLines _seen = new();
    private string? _lastWithoutTime;
    private LogTimestamp? _first;
    private bool _isResumed;

    /// <summary>Whether anything new came since the last <see cref="Continue"/>.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The entry of a line, or null when it was read before or lies before what was asked for.</summary>
    public PodLogEntry? Take(LogLine line)
    {
        var entry = entries.Line(line.Bytes.Span);
        if (entry.Stamp is not { } stamp)
        {
            // Such a line is a remark of the node ("failed to open log file"); it comes again with every attempt.
            var isOther = entry.Message != _lastWithoutTime;
            _lastWithoutTime = entry.Message;
            return isOther ? entry : null;
        }

        _first ??= stamp;
        if ((_isResumed && IsUnwanted(stamp)) || !_seen.Add(stamp))
        {
            return null;
        }

        IsNew = true;
        return entry;
    }

    /// <summary>
    /// The query that goes on after the last line: from two seconds before it, or one when that brought nothing new, as
    /// it may be all that a bad connection lets through. Without any line, the same query again.
    /// </summary>
    public LogQuery Continue(LogQuery query)
    {
        var from = _seen.ResumeFrom + (IsNew ? 0 : 1);
        _seen.StartAgain();
        IsNew = false;
        _isResumed = from is not null;
        return from is { } second
            ? query with { SinceTime = Math.Max(second, options.SinceTime?.ToUnixTimeSeconds() ?? second), SinceSeconds = null, TailLines = null }
            : query;
    }

    /// <summary>Whether a line lies before those that were asked for: a log that is read again starts at a whole second.</summary>
    private bool IsUnwanted(LogTimestamp time) =>
        (options.Tail is not null || options.Since is not null) && time.CompareTo(_first!.Value) < 0;
}
