namespace PodTools.Simulator.Node.Logs;

/// <summary>One line of a container's log, or a part of a very long one.</summary>
/// <param name="Time">When it was written; later for every next line of the log.</param>
/// <param name="Text">The bytes, with the newline where there was one.</param>
/// <param name="StartsLine">Whether it is the first part of its line.</param>
internal sealed record LogLine(DateTimeOffset Time, ReadOnlyMemory<byte> Text, bool StartsLine);
