using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>A client certificate with its key and intermediates, ready for TLS.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(SslStreamCertificateContext context) => Context = context;

    /// <summary>What the handshake needs.</summary>
    internal SslStreamCertificateContext Context { get; }

    /// <summary>When the certificate ends to be valid.</summary>
    internal DateTimeOffset NotAfter => Context.TargetCertificate.NotAfter;

    /// <summary>Reads a certificate chain and its key from PEM text; RSA and EC keys, PKCS#1, SEC1 and PKCS#8.</summary>
    /// <param name="certificatePem">The certificate, followed by any intermediates.</param>
    /// <param name="keyPem">The private key; never part of an error.</param>
    /// <param name="owner">Whose certificate it is, for errors, such as <c>user "admin"</c>.</param>
    /// <exception cref="KubernetesException">The text is no certificate or key, the key is encrypted, or the two do not belong together.</exception>
    internal static ClientCertificate FromPem(string certificatePem, string keyPem, string owner)
    {
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw Refuse($"The client key of {owner} is encrypted, and a kubeconfig has no place for its password. Store it decrypted, for example with: openssl pkey -in key.pem -out key-plain.pem");
        }

        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificatePem);
            return new(SslStreamCertificateContext.Create(Usable(X509Certificate2.CreateFromPem(certificatePem, keyPem)), chain, offline: true));
        }
        catch (CryptographicException e)
        {
            throw Refuse($"The client certificate or key of {owner} cannot be used: {e.Message} Both must be PEM, the key RSA or EC, and the key must belong to the certificate.", e);
        }
        catch (ArgumentException e)
        {
            throw Refuse($"The client certificate and key of {owner} do not belong together, or hold no PEM text.", e);
        }
    }

    // Windows' TLS cannot use a key that only lives in memory, unless it came in through PKCS#12.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
        }
    }

    private static KubernetesException Refuse(string message, Exception? cause = null) => new(KubernetesReason.CredentialFailed, message, cause);
}
