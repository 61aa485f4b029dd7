namespace PodTools.Kubernetes;

/// <summary>
/// A token in a file that somebody else renews, such as a kubelet: read again when the file has changed, and whenever the
/// server refuses the token.
/// </summary>
internal sealed class TokenFileCredentials(string path, string? fallback, ClientCertificate? certificate, string owner) : CredentialSource
{
    private volatile State? _state;

    internal override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(Read().Credential);

    internal override ValueTask<Credential?> RenewAsync(Credential refused, CancellationToken cancellationToken)
    {
        _state = null;
        var read = Read().Credential;
        return new(read.Token == refused.Token ? null : read);
    }

    private State Read()
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(path);
            var state = _state;
            return state?.Written == written ? state : _state = new(written, new(Token(File.ReadAllText(path)), certificate));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return fallback is null
                ? throw new KubernetesException(KubernetesReason.CredentialFailed, $"The token file of {owner} cannot be read: {e.Message}", e)
                : new(default, new(fallback, certificate));
        }
    }

    private string Token(string text) => text.Trim() is { Length: > 0 } token
        ? token
        : throw new KubernetesException(KubernetesReason.CredentialFailed, $"The token file {path} of {owner} is empty.");

    private sealed record State(DateTime Written, Credential Credential);
}
