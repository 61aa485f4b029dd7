using System.Threading.Channels;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>The channels of an exec or attach over SPDY: a stream for each, which the client opens before anything else.</summary>
internal sealed class SpdyChannels : IStreamChannels
{
    private static readonly string[] Kinds = ["stdin", "stdout", "stderr", "error", "resize"];
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop;
    private readonly SpdyConnection _connection;
    private readonly Task _running;
    private readonly Channel<ChannelMessage> _received = Channel.CreateBounded<ChannelMessage>(64);
    private readonly SpdyStream?[] _streams = new SpdyStream?[Kinds.Length];

    private SpdyChannels(SpdyConnection connection, CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _connection = connection;
        _running = RunAsync();
    }

    /// <inheritdoc/>
    public bool HasStatusObjects => true;

    /// <summary>Waits until the client has opened all the streams that it asked for.</summary>
    /// <exception cref="TimeoutException">It does not within half a minute.</exception>
    public static async Task<SpdyChannels> OpenAsync(Stream transport, ProcessOptions options, CancellationToken cancellation)
    {
        var channels = new SpdyChannels(new SpdyConnection(transport), cancellation);
        var expected = new[] { options.Input, options.Output, options.Error, true, options.Terminal };
        var missing = expected.Count(wanted => wanted);
        while (missing > 0)
        {
            var stream = await channels._connection.Opened.ReadAsync(cancellation).AsTask().WaitAsync(OpenPatience, cancellation).ConfigureAwait(false);
            var number = Array.IndexOf(Kinds, stream.Kind);
            if (number >= 0)
            {
                channels._streams[number] = stream;
                missing--;
            }
        }

        foreach (var number in new[] { 0, 4 })
        {
            _ = channels.CollectAsync(number);
        }

        return channels;
    }

    /// <inheritdoc/>
    public Task SendAsync(int channel, ReadOnlyMemory<byte> data, CancellationToken cancellation) =>
        data.Length > 0 && _streams[channel] is { } stream ? stream.SendAsync(data, cancellation) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<ChannelMessage?> ReceiveAsync(CancellationToken cancellation) =>
        await _received.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false) && _received.Reader.TryRead(out var message)
            ? message
            : null;

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        foreach (var stream in _streams.OfType<SpdyStream>())
        {
            await stream.EndAsync(_stop.Token).ConfigureAwait(false);
        }

        // The client closes once it has read all.
        await _running.WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await _connection.RunAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _received.Writer.TryComplete();
    }

    private async Task CollectAsync(int number)
    {
        if (_streams[number] is not { } stream)
        {
            return;
        }

        try
        {
            await foreach (var data in stream.Received.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await _received.Writer.WriteAsync(new ChannelMessage(number, data), _stop.Token).ConfigureAwait(false);
            }

            await _received.Writer.WriteAsync(new ChannelMessage(number, ReadOnlyMemory<byte>.Empty, Ends: true), _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            // The exec is over.
        }
    }
}
