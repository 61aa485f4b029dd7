namespace PodTools.Kubernetes.Streams;

/// <summary>A piece of a message on one channel.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="Payload">The bytes after the channel's number; they are overwritten by the next piece.</param>
/// <param name="EndOfMessage">Whether the message is complete with this piece.</param>
internal readonly record struct ChannelFrame(byte Channel, ReadOnlyMemory<byte> Payload, bool EndOfMessage);
