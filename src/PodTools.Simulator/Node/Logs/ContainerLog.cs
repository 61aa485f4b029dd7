namespace PodTools.Simulator.Node.Logs;

/// <summary>
/// The log of one run of a container. Writers are its standard output and standard error; readers take lines by their
/// position and may wait for more, so a slow one holds nobody up. Past 16 MiB the oldest lines go, as a kubelet's
/// rotation lets them go.
/// </summary>
internal sealed class ContainerLog(TimeProvider clock)
{
    private const int PartLimit = 16 * 1024;
    private const int SizeLimit = 16 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly List<LogLine> _lines = [];
    private readonly Partial[] _partial = [new(), new()];
    private readonly List<Action<int, ReadOnlyMemory<byte>>> _listeners = [];
    private TaskCompletionSource _changed = NewSignal();
    private DateTimeOffset _lastTime;
    private long _dropped;
    private int _size;

    /// <summary>Whether nothing more will be written.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Adds output of a stream as it comes, in any pieces. A line counts once its newline is there.</summary>
    /// <param name="stream">1 for standard output, 2 for standard error.</param>
    /// <param name="output">The bytes, which are copied.</param>
    public void Write(int stream, ReadOnlyMemory<byte> output)
    {
        lock (_gate)
        {
            var copy = output.ToArray().AsMemory();
            _listeners.ForEach(listener => listener(stream, copy));
            var partial = _partial[stream - 1];
            for (var rest = copy; rest.Length > 0;)
            {
                var newline = rest.Span.IndexOf((byte)'\n');
                var take = Math.Min(newline < 0 ? rest.Length : newline + 1, PartLimit - partial.Length);
                partial.Add(rest[..take]);
                rest = rest[take..];
                if (partial.IsWhole || partial.Length == PartLimit)
                {
                    Append(partial);
                }
            }

            Signal();
        }
    }

    /// <summary>Says that nothing more comes; a last line without a newline counts then.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            foreach (var partial in _partial.Where(partial => partial.Length > 0))
            {
                Append(partial);
            }

            IsComplete = true;
            Signal();
        }
    }

    /// <summary>The position behind the last line.</summary>
    public long End
    {
        get
        {
            lock (_gate)
            {
                return _dropped + _lines.Count;
            }
        }
    }

    /// <summary>The position of the first line that is wanted.</summary>
    /// <param name="since">Only lines from this time on; null for all.</param>
    /// <param name="tail">At most this many lines from the end, where the parts of a long one are one; null for all.</param>
    public long Find(DateTimeOffset? since, long? tail)
    {
        lock (_gate)
        {
            var first = _lines.Count;
            for (var left = tail ?? long.MaxValue; left > 0 && first > 0 && (since is null || _lines[first - 1].Time >= since);)
            {
                left -= _lines[--first].StartsLine ? 1 : 0;
            }

            return _dropped + first;
        }
    }

    /// <summary>Lines from a position on, the position after them, and what completes when there is more to see.</summary>
    /// <param name="position">Where to start.</param>
    /// <param name="count">How many at most.</param>
    public (List<LogLine> Lines, long Next, Task Changed) ReadFrom(long position, int count)
    {
        lock (_gate)
        {
            var start = (int)Math.Max(0, position - _dropped);
            List<LogLine> lines = start >= _lines.Count ? [] : _lines.GetRange(start, Math.Min(count, _lines.Count - start));
            return (lines, _dropped + start + lines.Count, _changed.Task);
        }
    }

    /// <summary>Hands every later piece of output to a listener, until the returned object is disposed.</summary>
    public IDisposable Listen(Action<int, ReadOnlyMemory<byte>> listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
        }

        return new Subscription(this, listener);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // No two lines have the same time: a reader that resumes by time neither loses nor repeats one.
    private void Append(Partial partial)
    {
        var now = clock.GetUtcNow();
        _lastTime = now > _lastTime ? now : _lastTime.AddTicks(1);
        var (text, startsLine) = partial.Take();
        _lines.Add(new LogLine(_lastTime, text, startsLine));
        _size += text.Length;
        if (_size > SizeLimit)
        {
            DropOldest();
        }
    }

    private void DropOldest()
    {
        var count = 0;
        while (_size > SizeLimit / 2)
        {
            _size -= _lines[count++].Text.Length;
        }

        _lines.RemoveRange(0, count);
        _dropped += count;
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private sealed class Partial
    {
        private readonly List<byte> _bytes = [];
        private bool _continues;

        public int Length => _bytes.Count;

        public bool IsWhole { get; private set; }

        public void Add(ReadOnlyMemory<byte> bytes)
        {
            _bytes.AddRange(bytes.Span);
            IsWhole = bytes.Span.EndsWith("\n"u8);
        }

        public (ReadOnlyMemory<byte> Text, bool StartsLine) Take()
        {
            var taken = ((ReadOnlyMemory<byte>)_bytes.ToArray(), !_continues);
            _continues = !IsWhole;
            _bytes.Clear();
            IsWhole = false;
            return taken;
        }
    }

    private sealed class Subscription(ContainerLog log, Action<int, ReadOnlyMemory<byte>> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (log._gate)
            {
                log._listeners.Remove(listener);
            }
        }
    }
}
