using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>
/// How the server has to prove who it is. The chain policy decides and the framework checks the host name; the callback
/// only finds words for a refusal, and never turns one into an acceptance, unless the user asked to skip the verification.
/// </summary>
internal sealed class ServerTrust(X509Certificate2Collection? authorities, bool skipVerification)
{
    /// <summary>The certificate authorities to trust; null for those of the system.</summary>
    internal X509Certificate2Collection? Authorities { get; } = authorities;

    /// <summary>True accepts any certificate, because the kubeconfig says so (<c>insecure-skip-tls-verify</c>).</summary>
    internal bool SkipVerification { get; } = skipVerification;

    [SuppressMessage("Security", "CA5359", Justification = "Only where the kubeconfig says insecure-skip-tls-verify, and with a warning.")]
    internal SslClientAuthenticationOptions CreateOptions(ClientCertificate? certificate) => new()
    {
        CertificateChainPolicy = Authorities is null ? null : ChainPolicy(Authorities),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ClientCertificateContext = certificate?.Context,
        RemoteCertificateValidationCallback = SkipVerification ? AcceptAnything : Judge,
    };

    private static bool AcceptAnything(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    // Revocation lists and missing intermediates are never fetched: a cluster's authority is private and publishes neither.
    private static X509ChainPolicy ChainPolicy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw CertificateRefusal.Explain((sender as SslStream)?.TargetHostName, certificate, chain, errors);
}
