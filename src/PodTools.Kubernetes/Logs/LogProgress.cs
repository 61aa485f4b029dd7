using System.Runtime.CompilerServices;

namespace PodTools.Kubernetes.Logs;

/// <summary>
/// How far the log of one run of a container was read, and how to go on after a connection broke: from a second before the
/// last line, as the API knows no finer time; and when a connection does not live long enough to bring all that was written
/// since then, from the place of the last line counted from the log's end.
/// </summary>
/// <param name="entries">Makes the entries.</param>
/// <param name="first">What is wanted.</param>
/// <param name="time">The clock.</param>
internal sealed class LogProgress(LogEntryFactory entries, LogQuery first, TimeProvider time)
{
    /// <summary>So many bytes hold the time of a line, and nearly nothing else.</summary>
    private const int ProbeBytes = 64;

    /// <summary>After so many connections that brought nothing new there is a remark.</summary>
    private const int Patience = 20;

    private readonly long _start = time.GetTimestamp();
    private readonly LogPieces _pieces = new();
    private LogTrail _trail = new();
    private LogTailSearch? _search;

    /// <summary>What to ask for as long as no line has come.</summary>
    private LogQuery _first = first;
    private LogQuery _query = first;
    private string? _lastWithoutTime;

    /// <summary>How many readings were cut, one after the other, that had brought nothing new.</summary>
    private int _inVain;

    /// <summary>How many of them did not get through to something new, though it was there.</summary>
    private int _stalled;

    /// <summary>Whether the last reading brought something new.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Whether another reading must follow at once: the last one was only a piece, or started after the line to go on from.</summary>
    public bool NeedsMore { get; private set; }

    /// <summary>Whether the log no longer has the line to go on from; <see cref="AcceptGap"/> goes on with what is there.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Whether the next reading need not wait: the last one brought something, though maybe nothing new.</summary>
    public bool IsAlive { get; private set; }

    /// <summary>The last line of the last reading when it had no end, as half of a line has none.</summary>
    public PodLogEntry? Unfinished { get; private set; }

    /// <summary>Asks for another part of the log from now on.</summary>
    public void Want(LogQuery query) => _first = query;

    /// <summary>Opens the next reading.</summary>
    /// <exception cref="KubernetesException">The log cannot be read now.</exception>
    public async Task<LogReading> OpenAsync(ILogSource source, CancellationToken cancellationToken)
    {
        var since = _trail.IsEmpty ? Again() : AfterLast();
        while (_search?.Next is { } tail)
        {
            _search.Take(tail, await IsTooShortAsync(source, since with { TailLines = tail }, cancellationToken).ConfigureAwait(false));
        }

        if (_search is { HasFailed: true })
        {
            _search = null;
        }

        _query = _search is null ? since : since with { TailLines = _search.Found };
        _query = _pieces.Limit is { } limit ? _query with { Follow = false, LimitBytes = limit } : _query;
        return await LogReading.OpenAsync(source, _query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The new lines of a reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="isOver">Whether nothing can be added to a last line that has no end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<PodLogEntry> ReadAsync(
        LogReading reading, bool isOver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (IsNew, IsTorn, Unfinished) = (false, false, null);
        var join = new LogJoin(_trail, _query);
        var jump = _query.Follow ? new LogJump(time) : null;
        var lines = 0L;
        while (!join.IsBeyond && await reading.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            var entry = entries.Line(line.Bytes.Span);
            if (!line.Terminated && (_query.LimitBytes is not null || !isOver))
            {
                Unfinished = entry;
                continue;
            }

            // Another reading, from the last line on, tells whether something is missing, and leaves out what came before. With
            // something new in each, there is always progress.
            if (entry.Stamp is { } stamp && jump?.Shows(stamp) == true && IsNew)
            {
                break;
            }

            lines++;
            if (IsWanted(entry, join))
            {
                yield return entry.Stamp is null && !_trail.IsEmpty ? entries.Remark(PodLogEntryKind.Gap, $"Lines may be missing here: {entry.Message}") : entry;
            }

            jump?.Ask();
        }

        PlanNext(reading, join, lines);
        if (IsStalled(reading, join))
        {
            yield return entries.Remark(PodLogEntryKind.Stall, "Connections break again and again before the next line has come through. Still trying.");
        }
    }

    /// <summary>Goes on with what the log still has, and gives the mark of what it may not have.</summary>
    public PodLogEntry AcceptGap()
    {
        (_first, _trail, IsTorn) = (AfterLast(), new LogTrail(), false);
        return entries.Remark(PodLogEntryKind.Gap, "Lines may be missing here: the node no longer has the line that was read last, so it rotated the log or removed it.");
    }

    private bool IsWanted(PodLogEntry entry, LogJoin join)
    {
        if (entry.Stamp is not { } stamp)
        {
            // Such a line is a remark of the node ("failed to open log file"); it comes again with every attempt.
            var isOther = entry.Message != _lastWithoutTime;
            _lastWithoutTime = entry.Message;
            return isOther;
        }

        if (join.Place(stamp) != LogPlace.New)
        {
            return false;
        }

        _trail.Add(stamp);
        return IsNew = true;
    }

    private void PlanNext(LogReading reading, LogJoin join, long lines)
    {
        var isWhole = reading.Cut is null && _query.LimitBytes is null;
        IsTorn = _search is null && (join.IsBeyond || (isWhole && !join.IsJoined));
        NeedsMore = join.IsShort || (reading.Cut is null && _query.LimitBytes is not null);
        _inVain = IsNew || reading.Cut is null ? 0 : _inVain + 1;
        IsAlive = IsNew || (reading.Cut is not null && _inVain < Patience);
        if (join.IsShort)
        {
            _search?.Missed(_query.TailLines!.Value);
            return;
        }

        if (reading.Cut is not null && (!join.IsJoined || _search is not null || reading.IsWithinLine))
        {
            _pieces.Broke(IsNew);
        }
        else if (reading.Cut is null && _query.LimitBytes is { } limit)
        {
            _pieces.Came(IsNew, isLast: reading.Received < limit);
        }

        PlanSearch(lines);
    }

    /// <summary>Where to go on: reading from a second on brings what was read before again, which a piece has no room for.</summary>
    private void PlanSearch(long lines)
    {
        if (_search is not null && _query.LimitBytes is not null)
        {
            _search.Passed(_query.TailLines!.Value, lines, IsNew);
        }
        else
        {
            _search = _pieces.Limit is not null && !_trail.IsEmpty ? new LogTailSearch() : null;
        }
    }

    private bool IsStalled(LogReading reading, LogJoin join)
    {
        _stalled = IsNew ? 0 : _stalled;
        return reading.Cut is not null && !IsNew && (!join.IsJoined || reading.IsWithinLine) && ++_stalled == Patience;
    }

    /// <summary>Whether a tail starts after the line that was handed on last.</summary>
    private async Task<bool> IsTooShortAsync(ILogSource source, LogQuery tail, CancellationToken cancellationToken)
    {
        for (var attempts = 1; ; attempts++)
        {
            var probe = tail with { Follow = false, LimitBytes = ProbeBytes };
            using var reading = await LogReading.OpenAsync(source, probe, cancellationToken).ConfigureAwait(false);
            var line = await reading.NextAsync(cancellationToken).ConfigureAwait(false);
            if (line is { } start && LogTimestamp.TryRead(start.Bytes.Span, out var stamp, out _))
            {
                return stamp.CompareTo(_trail.Latest) > 0;
            }

            if (reading.Cut is null)
            {
                return line is null;
            }

            if (attempts == Patience)
            {
                throw new KubernetesException(KubernetesReason.ConnectionLost, "The connection was lost again and again.", reading.Cut);
            }
        }
    }

    /// <summary>The first query again; what was young enough at first must not be too old now.</summary>
    private LogQuery Again() =>
        _first with { SinceSeconds = _first.SinceSeconds + (long)Math.Ceiling(time.GetElapsedTime(_start).TotalSeconds) };

    /// <summary>From a second before the last line, so that lines a little out of order are there as well.</summary>
    private LogQuery AfterLast()
    {
        var second = _trail.Latest.UnixSeconds - 1;
        return _first with { SinceTime = Math.Max(second, _first.SinceTime ?? second), SinceSeconds = null, TailLines = null };
    }
}
