namespace PodTools.Kubernetes.Streams;

/// <summary>
/// The channels of a remote command over one connection. Reading is pulled by its one reader, so that a slow reader slows the
/// sender down; sending may be done by several at once. A connection that breaks is an <see cref="IOException"/> or a
/// <see cref="System.Net.WebSockets.WebSocketException"/>.
/// </summary>
internal interface IStreamChannels : IDisposable
{
    /// <summary>Whether one direction of a channel can be ended alone.</summary>
    bool CanHalfClose { get; }

    /// <summary>What the server said when it closed, for error messages.</summary>
    string? CloseDescription { get; }

    /// <summary>The next piece of what comes, valid until the next call; null once the other side has said goodbye.</summary>
    ValueTask<ChannelFrame?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends data on a channel, in pieces of bounded size.</summary>
    Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Tells the other side that a channel will carry nothing more. Only where <see cref="CanHalfClose"/>.</summary>
    Task HalfCloseAsync(byte channel, CancellationToken cancellationToken);

    /// <summary>Says goodbye, briefly; a peer that no longer listens does not matter any more.</summary>
    Task CloseAsync();

    /// <summary>Drops the connection at once; whatever waits on it fails.</summary>
    void Abort();
}
