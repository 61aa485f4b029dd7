namespace PodTools.Kubernetes;

/// <summary>Where the credentials of a user come from.</summary>
internal abstract class CredentialSource
{
    /// <summary>Gives the credentials to use now; quick unless they have to be obtained first.</summary>
    /// <exception cref="KubernetesException">They cannot be obtained (<see cref="KubernetesReason.CredentialFailed"/>).</exception>
    internal abstract ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Asks for other credentials after the server has refused these (401).</summary>
    /// <param name="refused">The credentials that the server refused.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>Other credentials, or null when there are none to be had.</returns>
    internal virtual ValueTask<Credential?> RenewAsync(Credential refused, CancellationToken cancellationToken) => new((Credential?)null);

    /// <summary>Something that the user has to know about the credentials given last, once; null for nothing.</summary>
    internal virtual string? TakeWarning() => null;
}
