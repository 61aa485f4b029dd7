using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>
/// How the server has to prove who it is. The chain policy decides and the framework checks the host name; the callback
/// finds words for a refusal and may refuse more, but never turns a refusal into an acceptance, unless the user asked to skip
/// the verification.
/// </summary>
internal sealed class ServerTrust(X509Certificate2Collection? authorities, bool skipVerification)
{
    /// <summary>MD2, MD5 and SHA-1 with RSA, SHA-1 with DSA and ECDSA.</summary>
    private static readonly HashSet<string?> ForgeableSignatures =
        ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10040.4.3", "1.2.840.10045.4.1"];

    /// <summary>The certificate authorities to trust; null for those of the system.</summary>
    internal X509Certificate2Collection? Authorities { get; } = authorities;

    /// <summary>True accepts any certificate, because the kubeconfig says so (<c>insecure-skip-tls-verify</c>).</summary>
    internal bool SkipVerification { get; } = skipVerification;

    // The authority of a cluster may itself be issued by one that the kubeconfig does not hold. kubectl trusts it all the same.
    private bool TrustsIntermediates { get; } = authorities?.Any(a => !IsSelfIssued(a)) ?? false;

    [SuppressMessage("Security", "CA5359", Justification = "Only where the kubeconfig says insecure-skip-tls-verify, and with a warning.")]
    internal SslClientAuthenticationOptions CreateOptions(ClientCertificate? certificate) => new()
    {
        CertificateChainPolicy = Authorities is null ? null : ChainPolicy(Authorities, TrustsIntermediates),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ClientCertificateContext = certificate?.Context,
        RemoteCertificateValidationCallback = SkipVerification ? AcceptAnything : Judge,
    };

    private static bool AcceptAnything(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    // Revocation lists and missing intermediates are never fetched: a cluster's authority is private and publishes neither.
    private static X509ChainPolicy ChainPolicy(X509Certificate2Collection authorities, bool trustsIntermediates)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,

            // The chain may then end anywhere, and has to lead through one of the authorities: see Judge.
            VerificationFlags = trustsIntermediates ? X509VerificationFlags.AllowUnknownCertificateAuthority : X509VerificationFlags.NoFlag,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = (sender as SslStream)?.TargetHostName;
        var vouched = TrustsIntermediates && chain is not null && LeadsThroughAuthority(chain);
        if (errors != SslPolicyErrors.None || (TrustsIntermediates && !vouched) || certificate is not X509Certificate2 leaf || !HasNameOfKind(leaf, host))
        {
            throw CertificateRefusal.Explain(host, certificate, chain, vouched);
        }

        return chain?.ChainElements.FirstOrDefault(element => IsForgeable(element.Certificate)) is { } weak
            ? throw CertificateRefusal.Forgeable(host, weak.Certificate)
            : true;
    }

    // Policies differ from one machine to the next in what they make of these; kubectl takes them nowhere. What is trusted as
    // such needs no signature.
    private bool IsForgeable(X509Certificate2 certificate) =>
        ForgeableSignatures.Contains(certificate.SignatureAlgorithm.Value) && !IsSelfIssued(certificate) && !IsAuthority(certificate);

    // The framework makes do with the common name in the subject, which everybody else stopped to believe.
    private static bool HasNameOfKind(X509Certificate2 leaf, string? host) =>
        leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
        && (IPAddress.TryParse(host, out var address) ? names.EnumerateIPAddresses().Contains(address) : names.EnumerateDnsNames().Any());

    private bool LeadsThroughAuthority(X509Chain chain) =>
        chain.ChainElements.Any(element => IsAuthority(element.Certificate));

    private bool IsAuthority(X509Certificate2 certificate) =>
        Authorities?.Any(authority => authority.RawData.AsSpan().SequenceEqual(certificate.RawData)) ?? false;

    internal static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
