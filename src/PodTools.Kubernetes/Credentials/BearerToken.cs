namespace PodTools.Kubernetes;

/// <summary>What a bearer token is made of (RFC 6750): visible characters of ASCII, nothing else.</summary>
internal static class BearerToken
{
    /// <summary>What is wrong with a token that is not <see cref="Allows">allowed</see>, for messages; they never quote it.</summary>
    internal const string Fault = "has a line break, a space or another character that no token has";

    /// <summary>
    /// Whether a text can be a token. One with a line break fits into no header, and one with a space is another token to the
    /// server, which then sees an anonymous user.
    /// </summary>
    internal static bool Allows(string token) => token.All(letter => letter is > ' ' and <= '~');
}
