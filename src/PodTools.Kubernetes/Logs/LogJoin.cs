namespace PodTools.Kubernetes.Logs;

/// <summary>
/// Finds in a log that is read again the line that was handed on last. Lines are told apart by their place among their
/// neighbours, not by their time alone: equal lines of the same nanosecond are all kept, and so are lines that are a little
/// out of order, as those of standard output and standard error can be.
/// </summary>
internal sealed class LogJoin
{
    private readonly List<LogTrail.Run> _known;
    private readonly Dictionary<LogTimestamp, int> _places = [];
    private readonly Dictionary<(LogTimestamp Before, LogTimestamp Time), int> _neighbours = [];
    private readonly LogTimestamp _earliest;
    private readonly LogTimestamp _latest;
    private readonly bool _isFromStart;
    private LogTimestamp? _before;

    private bool _isUnclear;

    /// <summary>Whether the reading started with lines older than all that are remembered.</summary>
    private bool _startsBefore;

    /// <summary>The run in which the reading is; negative until that is known.</summary>
    private int _run = -1;

    /// <summary>How many lines of that run have passed.</summary>
    private int _passed;

    /// <param name="trail">What was handed on.</param>
    /// <param name="query">What this reading was asked to bring.</param>
    public LogJoin(LogTrail trail, LogQuery query)
    {
        _known = trail.Since(query.SinceTime);
        _latest = trail.Latest;
        _isFromStart = query.TailLines is null;
        IsJoined = _known.Count == 0;
        _earliest = IsJoined ? default : _known.Min(run => run.Time);
        for (var i = 0; i < _known.Count; i++)
        {
            _places[_known[i].Time] = i;
            if (i > 0)
            {
                _neighbours.TryAdd((_known[i - 1].Time, _known[i].Time), i);
            }
        }
    }

    /// <summary>Whether the line that was handed on last has passed, so that all others are new.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Whether the reading starts after that line, so that lines may be missing between them.</summary>
    public bool IsBeyond { get; private set; }

    /// <summary>Whether a tail started after that line, or may have.</summary>
    public bool IsShort => !_isFromStart && (IsBeyond || (_isUnclear && !IsJoined));

    /// <summary>Takes the next line of the reading.</summary>
    public LogPlace Place(LogTimestamp time)
    {
        if (IsJoined)
        {
            return LogPlace.New;
        }

        var before = _before;
        _before = time;
        var place = _run < 0 ? Search(before, time) : Advance(time);
        IsJoined |= _run >= 0 && _run == _known.Count - 1 && _passed >= _known[_run].Count;
        return place;
    }

    private LogPlace Search(LogTimestamp? before, LogTimestamp time)
    {
        if (RunThatStarts(before, time) is { } run)
        {
            (_run, _passed) = (run, 1);
            return LogPlace.Known;
        }

        var isOlder = time.CompareTo(_earliest) < 0;
        _startsBefore |= isOlder && _isFromStart;
        if ((isOlder && _isFromStart) || _places.ContainsKey(time))
        {
            return LogPlace.Known;
        }

        if (time.CompareTo(_latest) <= 0)
        {
            _isUnclear = true;
            return LogPlace.Unclear;
        }

        // What is remembered may be the end of a long line, which a longer reading has as a whole.
        (IsJoined, IsBeyond) = (_startsBefore, !_startsBefore);
        return IsJoined ? LogPlace.New : LogPlace.Beyond;
    }

    /// <summary>The run whose first line this is, when that is certain: a reading may start in the middle of a run.</summary>
    private int? RunThatStarts(LogTimestamp? before, LogTimestamp time)
    {
        if (before == time || !_places.TryGetValue(time, out var place))
        {
            return null;
        }

        if (before is { } neighbour && _neighbours.TryGetValue((neighbour, time), out var run))
        {
            return run;
        }

        var startsTheFirst = time == _known[0].Time && (before is { } other ? !_places.ContainsKey(other) : _isFromStart);
        var isTheOnlyOne = _known[place].Count == 1 && _known.FindIndex(each => each.Time == time) == place;
        return startsTheFirst ? 0 : isTheOnlyOne ? place : null;
    }

    private LogPlace Advance(LogTimestamp time)
    {
        if (time == _known[_run].Time && _passed < _known[_run].Count)
        {
            _passed++;
            return LogPlace.Known;
        }

        if (_run + 1 < _known.Count && time == _known[_run + 1].Time)
        {
            (_run, _passed) = (_run + 1, 1);
            return LogPlace.Known;
        }

        if (_places.TryGetValue(time, out var later) && later > _run)
        {
            (_run, _passed) = (later, 1);
            return LogPlace.Known;
        }

        // An earlier reading did not bring it: late, but not lost.
        return LogPlace.New;
    }
}
