namespace PodTools.Kubernetes;

/// <summary>
/// The stream below a WebSocket or SPDY, kept alive by pings: proxies drop connections over which nothing goes. The framework's
/// own keep-alive of WebSockets follows the clock of the machine only, and sends pongs, to which nobody answers.
/// </summary>
/// <remarks>Each frame is written at once, so that a ping between two writes is a ping between two frames.</remarks>
internal sealed class KeepAliveStream : ForwardStream
{
    private readonly Stream _inner;
    private readonly Func<byte[]> _ping;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ITimer _timer;

    /// <summary>Keeps a stream alive until it is disposed.</summary>
    /// <param name="inner">The stream; it is disposed with this one.</param>
    /// <param name="ping">Makes the frame that is a ping.</param>
    /// <param name="interval">How often to ping.</param>
    /// <param name="clock">What the interval is measured by.</param>
    public KeepAliveStream(Stream inner, Func<byte[]> ping, TimeSpan interval, TimeProvider clock)
    {
        (_inner, _ping) = (inner, ping);
        _timer = clock.CreateTimer(_ => _ = PingAsync(), null, interval, interval);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task PingAsync()
    {
        try
        {
            await WriteAsync(_ping()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection has gone, which whoever reads from it is told.
            await _timer.DisposeAsync().ConfigureAwait(false);
        }
    }
}
