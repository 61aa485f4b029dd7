namespace PodTools.Simulator.Streams;

/// <summary>Something that a client sent on a channel.</summary>
/// <param name="Channel">The number of the channel.</param>
/// <param name="Data">What it sent, good until the next is received.</param>
/// <param name="Ends">Whether nothing more will come on the channel.</param>
internal sealed record ChannelMessage(int Channel, ReadOnlyMemory<byte> Data, bool Ends = false);
