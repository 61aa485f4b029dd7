namespace PodTools.Kubernetes;

/// <summary>A token in a file of its own, which somebody else renews.</summary>
internal static class TokenFile
{
    /// <summary>Reads the token.</summary>
    /// <param name="path">The file.</param>
    /// <param name="owner">Whose token it is, for errors.</param>
    /// <param name="fallback">The token to use while the file cannot be read; null for none.</param>
    /// <exception cref="KubernetesException">The file cannot be read, is empty or holds no token (<see cref="KubernetesReason.CredentialFailed"/>).</exception>
    internal static string Read(string path, string owner, string? fallback = null)
    {
        try
        {
            var token = File.ReadAllText(path).Trim();
            return token.Length == 0 ? throw Refuse("is empty")
                : BearerToken.Allows(token) ? token
                : throw Refuse(BearerToken.Fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return fallback ?? throw new KubernetesException(KubernetesReason.CredentialFailed, $"The token file of {owner} cannot be read: {e.Message}", e);
        }

        KubernetesException Refuse(string what) => new(KubernetesReason.CredentialFailed, $"The token file {path} of {owner} {what}.");
    }
}
