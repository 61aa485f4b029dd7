namespace PodTools.Kubernetes;

/// <summary>What proves to the server who asks: a bearer token, a client certificate, both or nothing.</summary>
/// <param name="Token">The bearer token, or null.</param>
/// <param name="Certificate">The client certificate, or null.</param>
internal sealed record Credential(string? Token, ClientCertificate? Certificate)
{
    /// <summary>No proof at all: the server sees an anonymous user.</summary>
    internal static Credential None { get; } = new(null, null);

    // A record would print the token.
    public override string ToString() => $"token: {(Token is null ? "no" : "yes")}, certificate: {(Certificate is null ? "no" : "yes")}";
}
