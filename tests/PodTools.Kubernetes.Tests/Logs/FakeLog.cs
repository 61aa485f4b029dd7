using System.Globalization;
using System.Text;
using PodTools.Kubernetes.Logs;

namespace PodTools.Kubernetes.Tests.Logs;

/// <summary>
/// A container's log as a kubelet serves it: whole seconds for sinceTime, only the current and the previous run, and a
/// connection that may break anywhere.
/// </summary>
internal sealed class FakeLog : ILogSource
{
    private readonly object _lock = new();
    private List<(LogTimestamp Time, string Text)> _previous = [];
    private List<(LogTimestamp Time, string Text)> _current = [];
    private string? _nodeSays;
    private int _rotations;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>After how many bytes the next connections break, in their order; after that none does.</summary>
    public Queue<int> Cuts { get; } = new();

    public ContainerLife? Life { get; private set; } = new(0, HasRun: true, IsRunning: true, IsFinished: false);

    public List<LogQuery> Queries { get; } = [];

    /// <summary>What happens in the cluster just before each request is answered.</summary>
    public Action? Meanwhile { get; set; }

    public static LogTimestamp At(long second, int nanosecond) => new(second, nanosecond, 0);

    public void Write(LogTimestamp time, string text) => Change(() => _current.Add((time, text)));

    public void End(bool forGood) => Change(() => Life = Life! with { IsRunning = false, IsFinished = forGood });

    public void Restart() => Change(() =>
    {
        (_previous, _current) = (_current, []);
        Life = new ContainerLife(Life!.Restarts + 1, HasRun: true, IsRunning: true, IsFinished: false);
    });

    /// <summary>The node lets the oldest lines go. A connection that has come to the end of what is left reads it once more.</summary>
    public void Rotate(int lines) => Change(() =>
    {
        _current.RemoveRange(0, lines);
        _rotations++;
    });

    /// <summary>The pod's deletion ends the container.</summary>
    /// <param name="nodeSays">What the node then gives in place of the log; null for the log.</param>
    public void Leave(string? nodeSays = null) => Change(() =>
    {
        Life = Life! with { IsRunning = false, IsFinished = true, IsLeaving = true };
        _nodeSays = nodeSays;
    });

    public void Delete() => Change(() => Life = null);

    public Task<ContainerLife?> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Life);

    public Task<Stream> OpenAsync(LogQuery query, CancellationToken cancellationToken)
    {
        Meanwhile?.Invoke();
        lock (_lock)
        {
            Queries.Add(query);
            if (query.Previous && _previous.Count == 0)
            {
                throw new KubernetesException("BadRequest", "previous terminated container not found");
            }

            return Task.FromResult<Stream>(new Connection(this, query, Cuts.TryDequeue(out var cut) ? cut : int.MaxValue, Life?.Restarts ?? 0));
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private sealed class Connection(FakeLog log, LogQuery query, int cutAfter, int run) : MemoryStream
    {
        private const int Piece = 97;

        private readonly Queue<byte> _ready = new();
        private readonly long _limit = query.LimitBytes ?? long.MaxValue;
        private int _next;
        private int _rotations = log._rotations;
        private int _sent;
        private bool _tailed;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_ready.Count == 0 && _sent < _limit)
            {
                Task changed;
                lock (log._lock)
                {
                    changed = log._changed.Task;
                    var isCurrent = (log.Life?.Restarts ?? 0) == run;
                    Fill(query.Previous || !isCurrent ? log._previous : log._current);
                    if (_ready.Count == 0 && (!query.Follow || !isCurrent || log.Life is not { IsRunning: true }))
                    {
                        return 0;
                    }
                }

                if (_ready.Count == 0)
                {
                    await changed.WaitAsync(cancellationToken);
                }
            }

            if (_sent >= cutAfter)
            {
                throw new IOException("The connection was cut.");
            }

            var count = (int)Math.Min(Math.Min(Math.Min(buffer.Length, _ready.Count), Math.Min(Piece, cutAfter - _sent)), _limit - _sent);
            for (var i = 0; i < count; i++)
            {
                buffer.Span[i] = _ready.Dequeue();
            }

            _sent += count;
            return count;
        }

        private void Fill(List<(LogTimestamp Time, string Text)> lines)
        {
            if (log._nodeSays is { } remark)
            {
                foreach (var value in _tailed ? [] : Encoding.UTF8.GetBytes($"{remark}\n"))
                {
                    _ready.Enqueue(value);
                }

                _tailed = true;
                return;
            }

            if (query.TailLines is { } tail && !_tailed)
            {
                _next = (int)Math.Max(0, lines.Count - tail);
            }

            _tailed = true;
            if (_next >= lines.Count && _rotations < log._rotations)
            {
                _rotations++;
                _next = 0;
            }

            for (; _next < lines.Count && _ready.Count < Piece; _next++)
            {
                if (query.SinceTime is null || lines[_next].Time.UnixSeconds >= query.SinceTime)
                {
                    foreach (var value in Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{lines[_next].Time} {lines[_next].Text}\n")))
                    {
                        _ready.Enqueue(value);
                    }
                }
            }
        }
    }
}
