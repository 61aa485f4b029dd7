namespace PodTools.Kubernetes.Logs;

/// <summary>
/// Finds how many lines from the end of a log the line stands that was handed on last. The API counts places in a log from
/// the end only, and the end moves while the container writes: what is found is proven by the lines that come, and
/// sought again when it was too few.
/// </summary>
internal sealed class LogTailSearch
{
    private const long FirstStep = 64;
    private const int Patience = 3;
    private const long LargestStep = 1L << 40;

    /// <summary>A tail of so many lines starts after the line. It stays too short: the log only grows.</summary>
    private long _tooShort;

    /// <summary>A tail of so many lines started at the line or before it.</summary>
    private long? _longEnough;

    private long _step = FirstStep;

    /// <summary>By how many lines a tail is taken longer than what was found, because the log grows meanwhile.</summary>
    private long _growth;

    private int _inVain;

    /// <summary>The tail to try next; null when the line was found, or <see cref="HasFailed"/>.</summary>
    public long? Next =>
        _longEnough is not { } enough ? HasFailed ? null : _tooShort + _step
        : enough - _tooShort > 1 + _growth ? _tooShort + ((enough - _tooShort) / 2)
        : null;

    /// <summary>Whether no tail reaches the line, however long: the log no longer has it.</summary>
    public bool HasFailed => _step > LargestStep;

    /// <summary>How many lines from the end to read; only when nothing is left to try.</summary>
    public long Found => _longEnough!.Value + _growth;

    /// <summary>Takes where a tail started that was tried.</summary>
    public void Take(long tail, bool isTooShort)
    {
        if (!isTooShort)
        {
            _longEnough = tail;
            return;
        }

        _tooShort = tail;
        _step = _longEnough is null ? _step * 4 : FirstStep;
    }

    /// <summary>The tail that was found came too late: the log had grown.</summary>
    public void Missed(long tail)
    {
        (_tooShort, _longEnough, _step) = (Math.Max(tail, _tooShort), null, FirstStep);
        _growth = Math.Max(FirstStep / 4, _growth * 2);
    }

    /// <summary>The tail that was found brought so many lines before the connection broke.</summary>
    public void Passed(long tail, long lines, bool hasNew)
    {
        // With the last of them, which proves the next tail.
        _longEnough = Math.Max(1, tail - Math.Max(0, lines - 1));
        _inVain = hasNew ? 0 : _inVain + 1;
        _growth = hasNew ? _growth / 2 : _growth;
        _tooShort = _longEnough.Value - 1;
        if (_inVain == Patience)
        {
            // It may have started too long before the line.
            (_inVain, _tooShort, _growth) = (0, 0, 0);
        }
    }
}
