namespace PodTools.Simulator.Streams;

/// <summary>
/// The numbered channels of one exec or attach, whatever carries them: 0 standard
/// input, 1 output, 2 error output, 3 the status at the end, 4 the size of the terminal.
/// </summary>
internal interface IStreamChannels : IAsyncDisposable
{
    /// <summary>Whether the status at the end is an object; the first version of the protocol sent only text, on failure.</summary>
    bool HasStatusObjects { get; }

    /// <summary>Sends on a channel. Waits while the client is slow to read.</summary>
    Task SendAsync(int channel, ReadOnlyMemory<byte> data, CancellationToken cancellation);

    /// <summary>What the client sends next, or null when it has gone.</summary>
    Task<ChannelMessage?> ReceiveAsync(CancellationToken cancellation);

    /// <summary>Ends everything in good order.</summary>
    Task CloseAsync();
}
