using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>Says why a server's certificate was refused, in words that tell what to repair.</summary>
internal static class CertificateRefusal
{
    internal static CertificateRefusedException Explain(string? host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return new(KubernetesReason.CertificateInvalid, $"The server {host} showed no certificate.");
        }

        // The chain is named first: a name in a certificate that nobody vouches for means nothing.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null)
        {
            return ExplainChain(host, leaf, chain);
        }

        return new(
            KubernetesReason.CertificateHostMismatch,
            $"The server's certificate is not for the host name \"{host}\"; it is for {Names(leaf)}. " +
            "Use one of these names as the server of the cluster, or set its tls-server-name to one of them.");
    }

    private static CertificateRefusedException ExplainChain(string? host, X509Certificate2 leaf, X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            return new(KubernetesReason.CertificateUntrusted, Untrusted(host, leaf));
        }

        return status.HasFlag(X509ChainStatusFlags.NotTimeValid)
            ? OutOfTime(host, chain)
            : new(
                KubernetesReason.CertificateInvalid,
                $"The certificate of the server {host} ({leaf.Subject}) is refused: {string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()))}");
    }

    private static string Untrusted(string? host, X509Certificate2 leaf) =>
        leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData)
            ? $"The certificate of the server {host} is self-signed ({leaf.Subject}) and not trusted. If the server is the right one, put this certificate into certificate-authority-data of the cluster."
            : $"The certificate of the server {host} is issued by \"{leaf.Issuer}\", an authority that is not trusted for this cluster. Either this is not the server of the kubeconfig, or its certificate-authority-data is out of date.";

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
            : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(a => a.ToString())];
        return names.Count == 0 ? $"no host name at all ({certificate.Subject})" : string.Join(", ", names);
    }
}
