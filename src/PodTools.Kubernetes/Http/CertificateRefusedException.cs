using System.Security.Authentication;

namespace PodTools.Kubernetes;

/// <summary>
/// Carries, out of the TLS handshake, why a server's certificate was refused: the framework's own exception only has text.
/// </summary>
internal sealed class CertificateRefusedException(string reason, string message) : AuthenticationException(message)
{
    /// <summary>One of <see cref="KubernetesReason"/>.</summary>
    internal string Reason { get; } = reason;
}
