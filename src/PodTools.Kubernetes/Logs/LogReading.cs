namespace PodTools.Kubernetes.Logs;

/// <summary>One reading of a log from start to end, line by line; remembers how it ended instead of throwing when it is cut.</summary>
internal sealed class LogReading : IDisposable
{
    private readonly Stream _stream;
    private readonly LogLineReader _lines;

    private LogReading(Stream stream)
    {
        _stream = stream;
        _lines = new LogLineReader(stream);
    }

    /// <summary>Whether the server ended the log itself, rather than the connection breaking.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>How the connection broke; null when it did not.</summary>
    public Exception? Cut { get; private set; }

    /// <summary>How many bytes have come.</summary>
    public long Received => _lines.Received;

    /// <summary>Whether a part of a line had come when the connection broke.</summary>
    public bool IsWithinLine => _lines.HasPart;

    public static async Task<LogReading> OpenAsync(ILogSource source, LogQuery query, CancellationToken cancellationToken) =>
        new(await source.OpenAsync(query, cancellationToken).ConfigureAwait(false));

    /// <summary>The next line, or null at the end, be it a good or a bad one.</summary>
    public async ValueTask<LogLine?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var line = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            IsComplete = line is not { Terminated: true };
            return line;
        }
        catch (Exception e) when (IsLoss(e) && !cancellationToken.IsCancellationRequested)
        {
            Cut = e;
            return null;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _lines.Dispose();
    }

    private static bool IsLoss(Exception e) =>
        e is IOException or HttpRequestException or KubernetesException { Reason: KubernetesReason.ConnectionLost };
}
