using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>Reads the certificate authorities that a kubeconfig names.</summary>
internal static class CertificateAuthorities
{
    internal static X509Certificate2Collection Read(string pem, KubeConfigEntry entry, string field)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw entry.Fail(field, $"{field} of {entry.Title} cannot be read: {e.Message}", e);
        }

        return authorities.Count > 0
            ? authorities
            : throw entry.Fail(field, $"{field} of {entry.Title} holds no certificate in PEM format.");
    }
}
