namespace PodTools.Simulator.Http;

/// <summary>A request that is not HTTP, or more of it than the server takes.</summary>
internal sealed class HttpParseException(int status, string message) : Exception(message)
{
    /// <summary>The status to answer with before the connection closes.</summary>
    public int Status { get; } = status;
}
