namespace PodTools.Kubernetes;

/// <summary>Credentials that stand in the kubeconfig and never change.</summary>
internal sealed class FixedCredentials(Credential credential) : CredentialSource
{
    internal override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(credential);
}
