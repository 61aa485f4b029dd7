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
        return errors == SslPolicyErrors.None && (vouched || !TrustsIntermediates) && certificate is X509Certificate2 leaf && HasNameOfKind(leaf, host)
            ? true
            : throw CertificateRefusal.Explain(host, certificate, chain, vouched);
    }

    // The framework makes do with the common name in the subject, which everybody else stopped to believe.
    private static bool HasNameOfKind(X509Certificate2 leaf, string? host) =>
        leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
        && (IPAddress.TryParse(host, out var address) ? names.EnumerateIPAddresses().Contains(address) : names.EnumerateDnsNames().Any());

    private bool LeadsThroughAuthority(X509Chain chain) =>
        chain.ChainElements.Any(element => Authorities!.Any(a => a.RawData.AsSpan().SequenceEqual(element.Certificate.RawData)));

    internal static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
