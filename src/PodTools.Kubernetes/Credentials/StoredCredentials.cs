namespace PodTools.Kubernetes;

/// <summary>
/// Credentials that stand in the kubeconfig or in files that it names. Somebody else may renew the files, such as a kubelet or
/// a certificate manager, so they are read for each request: that takes no time beside the request, and no change is missed.
/// </summary>
/// <param name="readToken">Reads the token; null when there is none.</param>
/// <param name="readCertificate">Reads the client certificate and its key as PEM text; null when there are none.</param>
/// <param name="owner">Whose credentials they are, for errors.</param>
internal sealed class StoredCredentials(Func<string?> readToken, Func<(string Certificate, string Key)?> readCertificate, string owner) : CredentialSource
{
    private volatile Pair? _pair;

    internal override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(Read());

    internal override ValueTask<Credential?> RenewAsync(Credential refused, CancellationToken cancellationToken) =>
        new(Read() is var read && read != refused ? read : null);

    /// <summary>Reads the credentials now.</summary>
    /// <exception cref="KubernetesException">They are missing or make no sense.</exception>
    internal Credential Read() => new(readToken(), ReadCertificate());

    // The same text gives the same object, for connections belong to the certificate that they were opened with.
    private ClientCertificate? ReadCertificate()
    {
        var known = _pair;
        try
        {
            return readCertificate() is not ({ } certificate, { } key) ? null
                : known is not null && known.Certificate == certificate && known.Key == key ? known.Parsed
                : (_pair = new(certificate, key, ClientCertificate.FromPem(certificate, key, owner))).Parsed;
        }
        catch (KubernetesException) when (known is not null)
        {
            // Between the writing of the new certificate and that of its key, the two do not fit: the old pair still holds.
            return known.Parsed;
        }
    }

    private sealed record Pair(string Certificate, string Key, ClientCertificate Parsed);
}
