namespace PodTools.Simulator.Http;

/// <summary>The head of a request and its body.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Decoded, without the query.</param>
/// <param name="Query">What follows the question mark.</param>
/// <param name="Headers">The header fields.</param>
/// <param name="Body">The body, decoded from its transfer coding; ends where the body ends.</param>
internal sealed record HttpRequest(string Method, string Path, QueryParameters Query, HttpHeaders Headers, Stream Body)
{
    /// <summary>Whether the client asks to speak another protocol on this connection.</summary>
    public bool WantsUpgrade => Headers.HasToken("Connection", "upgrade") && Headers["Upgrade"] is not null;
}
