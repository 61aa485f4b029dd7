using System.Text.Json.Serialization;

namespace PodTools.Kubernetes.Streams;

/// <summary>The size of a terminal, as the resize channel carries it.</summary>
internal sealed record TerminalSize(int Width, int Height);

/// <summary>JSON of what only the stream protocols use.</summary>
[JsonSerializable(typeof(TerminalSize))]
internal sealed partial class StreamsJson : JsonSerializerContext;
