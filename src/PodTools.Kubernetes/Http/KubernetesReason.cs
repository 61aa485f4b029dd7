namespace PodTools;

/// <summary>
/// Values of <see cref="KubernetesException.Reason"/> that are not the API's own: failures that happen before an API
/// server answers, or where its answer cannot be understood.
/// </summary>
public static class KubernetesReason
{
    /// <summary>The server cannot be reached for a reason that is none of the more exact ones below.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>The host answered that nothing listens on the port.</summary>
    public const string ConnectionRefused = "ConnectionRefused";

    /// <summary>The name of the server does not resolve to an address.</summary>
    public const string HostNotFound = "HostNotFound";

    /// <summary>The proxy on the way to the server refused or failed.</summary>
    public const string ProxyFailed = "ProxyFailed";

    /// <summary>No connection, or no answer, within the time that was given. Also the API's own reason for this.</summary>
    public const string Timeout = "Timeout";

    /// <summary>The connection ended before the answer was complete; a request that changes something may have been carried out.</summary>
    public const string ConnectionLost = "ConnectionLost";

    /// <summary>The server's certificate is for another host name.</summary>
    public const string CertificateHostMismatch = "CertificateHostMismatch";

    /// <summary>The server's certificate, or one of its issuers, has expired.</summary>
    public const string CertificateExpired = "CertificateExpired";

    /// <summary>The server's certificate is not valid yet: a clock is wrong on one of the two sides.</summary>
    public const string CertificateNotYetValid = "CertificateNotYetValid";

    /// <summary>The server's certificate is self-signed or comes from an authority that is not trusted for this cluster.</summary>
    public const string CertificateUntrusted = "CertificateUntrusted";

    /// <summary>The server's certificate fails for a reason that is none of the other ones.</summary>
    public const string CertificateInvalid = "CertificateInvalid";

    /// <summary>The server refuses the client certificate: revoked, expired, of an authority that it does not know, or missing.</summary>
    public const string ClientCertificateRefused = "ClientCertificateRefused";

    /// <summary>The TLS handshake failed: the server speaks no TLS, or nothing in common with this machine.</summary>
    public const string TlsFailed = "TlsFailed";

    /// <summary>The server answered with something that is not the API's answer (truncated JSON, a page of a proxy...).</summary>
    public const string InvalidAnswer = "InvalidAnswer";

    /// <summary>The server, or something before it, refuses to switch the connection to a WebSocket.</summary>
    public const string UpgradeRefused = "UpgradeRefused";

    /// <summary>Credentials cannot be obtained: a plugin failed, a token expired and cannot be refreshed...</summary>
    public const string CredentialFailed = "CredentialFailed";

    /// <summary>There is no kubeconfig to read.</summary>
    public const string NoKubeConfig = "NoKubeConfig";

    /// <summary>The kubeconfig cannot be read or does not make sense.</summary>
    public const string KubeConfigInvalid = "KubeConfigInvalid";

    /// <summary>The kubeconfig has no context of the asked name, or no current context.</summary>
    public const string ContextNotFound = "ContextNotFound";
}
