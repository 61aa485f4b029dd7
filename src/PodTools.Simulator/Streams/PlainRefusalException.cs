namespace PodTools.Simulator.Streams;

/// <summary>A refusal by the kubelet, which speaks plain text where the API server sends a Status.</summary>
internal sealed class PlainRefusalException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
