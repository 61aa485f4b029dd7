using System.Diagnostics.CodeAnalysis;

namespace PodTools;

/// <summary>A context, and whether its cluster can be reached: what <c>Get-PodContext -Test</c> emits.</summary>
public sealed record PodContextTest : PodContext
{
    /// <summary>Describes an outcome.</summary>
    /// <param name="context">The context that was tested.</param>
    [SetsRequiredMembers]
    internal PodContextTest(PodContext context)
        : base(context)
    {
    }

    /// <summary>
    /// Whether an API server answered that is the one of the kubeconfig. One that refuses the user (Unauthorized, Forbidden) has
    /// been reached; a page of a proxy, an error of a gateway, or a certificate that is refused is none.
    /// </summary>
    public required bool Reachable { get; init; }

    /// <summary>
    /// What stands in the way, for scripts: <c>Unauthorized</c>, <c>Forbidden</c>, <c>InvalidAnswer</c> (no API server),
    /// <c>CertificateExpired</c> and its like, <c>Timeout</c>, <c>ConnectionRefused</c>, <c>HostNotFound</c>,
    /// <c>CredentialFailed</c>, or another one of <see cref="KubernetesReason"/> or of the API; null when all is well.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The version of the server, such as <c>v1.33.2</c>; null when it did not tell.</summary>
    public string? Version { get; init; }

    /// <summary>What went wrong, in words; null when all is well.</summary>
    public string? Error { get; init; }
}
