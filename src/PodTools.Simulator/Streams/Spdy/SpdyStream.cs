using System.Threading.Channels;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>One stream of a SPDY connection.</summary>
internal sealed class SpdyStream(SpdyConnection connection, int id, IReadOnlyDictionary<string, string> headers)
{
    // The client is not asked for more while so much waits to be taken.
    private readonly Channel<ReadOnlyMemory<byte>> _received = Channel.CreateBounded<ReadOnlyMemory<byte>>(64);
    private int _ended;

    /// <summary>What the client said of the stream when it opened it, names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>What the client sends on it, until it ends it.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Received => _received.Reader;

    /// <summary>The kind of the stream, as <c>stdout</c>.</summary>
    public string Kind => Headers.GetValueOrDefault("streamtype", "");

    /// <summary>Sends data; nothing any more once it is ended.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) =>
        _ended == 0 ? connection.SendDataAsync(id, data, last: false, cancellation) : Task.CompletedTask;

    /// <summary>Says that no more data follows. Saying it twice changes nothing.</summary>
    public Task EndAsync(CancellationToken cancellation) =>
        Interlocked.Exchange(ref _ended, 1) == 0
            ? connection.SendDataAsync(id, ReadOnlyMemory<byte>.Empty, last: true, cancellation)
            : Task.CompletedTask;

    /// <summary>Takes what came; called by the connection.</summary>
    internal async Task ReceiveAsync(ReadOnlyMemory<byte> data, bool last, CancellationToken cancellation)
    {
        if (data.Length > 0 && await _received.Writer.WaitToWriteAsync(cancellation).ConfigureAwait(false))
        {
            await _received.Writer.WriteAsync(data, cancellation).ConfigureAwait(false);
        }

        if (last)
        {
            _received.Writer.TryComplete();
        }
    }

    /// <summary>The client has dropped the stream, or has gone.</summary>
    internal void Abort() => _received.Writer.TryComplete();
}
