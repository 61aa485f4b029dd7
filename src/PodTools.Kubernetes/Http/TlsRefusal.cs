using System.Globalization;

namespace PodTools.Kubernetes;

/// <summary>
/// Says what a server, or TLS itself, has against a connection. The framework passes on the text of the TLS library, in which
/// the alerts that the server may send have the names of RFC 8446. With TLS 1.3 they come after the handshake, where they look
/// like a connection that broke.
/// </summary>
internal static class TlsRefusal
{
    private const string Proxy = "Perhaps a proxy that breaks TLS open sits in between.";

    private static readonly (string Sign, string Reason, string Words)[] Known =
    [
        ("alert certificate revoked", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1}: it has been revoked. Ask for a new one."),
        ("alert certificate expired", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1}: it has expired, or is not valid yet. Ask for a new one, and check the clocks."),
        ("alert unknown ca", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1}: it does not know the authority that issued it. Is it a certificate for this cluster?"),
        ("alert certificate required", KubernetesReason.ClientCertificateRefused, "The server {0} wants a client certificate, and {1} has none. Add client-certificate and client-key to the user."),
        ("alert bad certificate", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1}, or misses one. Is it a certificate for this cluster?"),
        ("alert unsupported certificate", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1}: it is not made for clients. Ask for one with the usage \"client auth\"."),
        ("alert certificate unknown", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1} without saying why; its log tells."),
        ("alert access denied", KubernetesReason.ClientCertificateRefused, "The server {0} refuses the client certificate of {1}. Is it a certificate for this cluster?"),
        ("alert unrecognized name", KubernetesReason.TlsFailed, "The server {0} does not know the host name that it is asked for. Check the server of the cluster and its tls-server-name."),
        ("alert protocol version", KubernetesReason.TlsFailed, "The server {0} has no version of TLS in common with this machine, which wants at least TLS 1.2. " + Proxy),
        ("unsupported protocol", KubernetesReason.TlsFailed, "The server {0} has no version of TLS in common with this machine, which wants at least TLS 1.2. " + Proxy),
        ("alert insufficient security", KubernetesReason.TlsFailed, "The server {0} finds the ciphers of this machine too weak."),
        ("alert handshake failure", KubernetesReason.TlsFailed, "The server {0} refuses the TLS connection of {1}: there is no version of TLS (this machine wants at least 1.2) or no cipher in common, or it wants a client certificate that is not there."),
        ("key too small", KubernetesReason.TlsFailed, "The server {0} uses keys that are too small to be safe. " + Proxy),
        ("wrong version number", KubernetesReason.TlsFailed, "The server {0} does not speak TLS at this address: something else than an API server answers there, or it speaks plain HTTP."),
        ("packet length too long", KubernetesReason.TlsFailed, "The server {0} does not speak TLS at this address: something else than an API server answers there, or it speaks plain HTTP."),
        ("corrupted frame", KubernetesReason.TlsFailed, "The server {0} does not speak TLS at this address: something else than an API server answers there, or it speaks plain HTTP."),
    ];

    /// <summary>Whether a failure is the refusal of a TLS connection, which comes again with every attempt.</summary>
    internal static bool Is(Exception failure) => Find(failure) is not null;

    /// <summary>Describes the refusal.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="server">The server, for the message.</param>
    /// <param name="user">The user, for the message.</param>
    /// <returns>The error; null when the failure is something else.</returns>
    internal static KubernetesException? Explain(Exception failure, string server, string user) => Find(failure) is (_, var reason, var words)
        ? new(reason, string.Format(CultureInfo.InvariantCulture, words, server, user), failure)
        : null;

    private static (string Sign, string Reason, string Words)? Find(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            foreach (var known in Known)
            {
                if (cause.Message.Contains(known.Sign, StringComparison.OrdinalIgnoreCase))
                {
                    return known;
                }
            }
        }

        return null;
    }
}
