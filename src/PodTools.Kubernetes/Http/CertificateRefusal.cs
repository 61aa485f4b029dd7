using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>Says why a server's certificate was refused, in words that tell what to repair.</summary>
internal static class CertificateRefusal
{
    internal static CertificateRefusedException Explain(string? host, X509Certificate? certificate, X509Chain? chain, bool vouched)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return new(KubernetesReason.CertificateInvalid, $"The server {host} showed no certificate.");
        }

        // The chain is named first: a name in a certificate that nobody vouches for means nothing.
        return (chain is null ? null : ExplainChain(host, leaf, chain, vouched))
            ?? new CertificateRefusedException(KubernetesReason.CertificateHostMismatch, $"The server's certificate is not for the host name \"{host}\"; {Names(leaf)}");
    }

    /// <summary>Says that a certificate of the chain may be anybody's.</summary>
    internal static CertificateRefusedException Forgeable(string? host, X509Certificate2 weak) => new(
        KubernetesReason.CertificateInvalid,
        $"The certificate of the server {host} is refused: \"{weak.Subject}\" is signed with {weak.SignatureAlgorithm.FriendlyName}, which can be forged. The cluster needs another one, signed with SHA-256 or better.");

    /// <summary>Says what is wrong with the chain; null when nothing is.</summary>
    /// <param name="host">The host name that was asked for.</param>
    /// <param name="leaf">The server's certificate.</param>
    /// <param name="chain">The chain that was built.</param>
    /// <param name="vouched">Whether a trusted authority in the middle of the chain makes its end unimportant.</param>
    private static CertificateRefusedException? ExplainChain(string? host, X509Certificate2 leaf, X509Chain chain, bool vouched)
    {
        const X509ChainStatusFlags NoTrustedEnd = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) & ~(vouched ? NoTrustedEnd : 0);
        if ((status & NoTrustedEnd) != 0)
        {
            return new(KubernetesReason.CertificateUntrusted, Untrusted(host, leaf));
        }

        if (status.HasFlag(X509ChainStatusFlags.NotSignatureValid))
        {
            return new(KubernetesReason.CertificateUntrusted, $"The certificate of the server {host} claims to be issued by \"{leaf.Issuer}\", but not by the authority of that name that is trusted for this cluster. Was the cluster made anew? Then take its new certificate-authority-data; else this is not the server of the kubeconfig.");
        }

        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return OutOfTime(host, chain);
        }

        return status == X509ChainStatusFlags.NoError ? null : new(
            KubernetesReason.CertificateInvalid, $"The certificate of the server {host} ({leaf.Subject}) is refused: {Fault(status, chain)}");
    }

    private static string Fault(X509ChainStatusFlags status, X509Chain chain) =>
        status.HasFlag(X509ChainStatusFlags.NotValidForUsage) ? "it is not made for servers. The cluster needs one with the usage \"server auth\"."
        : (status & (X509ChainStatusFlags.InvalidBasicConstraints | X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasExcludedNameConstraint)) != 0
            ? "one of its issuers is not allowed to issue it: its own certificate does not make it an authority, or only for other names."
        : string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()));

    private static string Untrusted(string? host, X509Certificate2 leaf) =>
        ServerTrust.IsSelfIssued(leaf)
            ? $"The certificate of the server {host} is self-signed ({leaf.Subject}) and not trusted. If the server is the right one, put this certificate into certificate-authority-data of the cluster."
            : $"The certificate of the server {host} is issued by \"{leaf.Issuer}\", an authority that is not trusted for this cluster. Either this is not the server of the kubeconfig, or its certificate-authority-data is out of date, or the server does not send the certificate of an authority in between.";

    private static CertificateRefusedException OutOfTime(string? host, X509Chain chain)
    {
        var now = DateTime.Now;
        var late = chain.ChainElements.Select(e => e.Certificate).FirstOrDefault(c => c.NotAfter < now);
        if (late is not null)
        {
            return new(
                KubernetesReason.CertificateExpired,
                $"The certificate of the server {host} has expired: \"{late.Subject}\" was valid until {Time(late.NotAfter)}. The cluster's certificates must be renewed.");
        }

        var early = chain.ChainElements.Select(e => e.Certificate).First(c => c.NotBefore > now);
        return new(
            KubernetesReason.CertificateNotYetValid,
            $"The certificate of the server {host} is not valid yet: \"{early.Subject}\" is valid from {Time(early.NotBefore)}. Check the clocks of this machine and of the server.");
    }

    private static string Time(DateTime time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        List<string> names = alternatives is null
            ? []
            : [.. alternatives.EnumerateDnsNames().Select(AsName), .. alternatives.EnumerateIPAddresses().Select(a => a.ToString())];
        return names.Count == 0
            ? $"it is for no host name at all: what counts is the subject alternative name, not the subject ({certificate.Subject}). The cluster needs another certificate."
            : $"it is for {string.Join(", ", names)}. Use one of these names as the server of the cluster, or set its tls-server-name to one of them.";
    }

    private static string AsName(string name) => IPAddress.TryParse(name, out _) ? $"{name} (written as a name, which does not count for an address)" : name;
}
