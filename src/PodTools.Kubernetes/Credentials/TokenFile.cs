namespace PodTools.Kubernetes;

/// <summary>A token in a file of its own, which somebody else renews.</summary>
internal static class TokenFile
{
    /// <summary>Reads the token.</summary>
    /// <param name="path">The file.</param>
    /// <param name="owner">Whose token it is, for errors.</param>
    /// <param name="fallback">The token to use while the file cannot be read; null for none.</param>
    /// <exception cref="KubernetesException">The file cannot be read, or is empty (<see cref="KubernetesReason.CredentialFailed"/>).</exception>
    internal static string Read(string path, string owner, string? fallback = null)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } token
                ? token
                : throw new KubernetesException(KubernetesReason.CredentialFailed, $"The token file {path} of {owner} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return fallback ?? throw new KubernetesException(KubernetesReason.CredentialFailed, $"The token file of {owner} cannot be read: {e.Message}", e);
        }
    }
}
