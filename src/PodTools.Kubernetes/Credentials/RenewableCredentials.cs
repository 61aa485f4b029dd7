using System.Diagnostics.CodeAnalysis;

namespace PodTools.Kubernetes;

/// <summary>
/// Credentials that have to be obtained, and are kept until they end or the server refuses them. Whoever comes while they are
/// being obtained waits for the same ones.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore is only awaited, so it holds nothing that needs to be disposed.")]
internal abstract class RenewableCredentials : CredentialSource
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>The credentials at hand, if they can still be used.</summary>
    protected abstract Credential? Usable { get; }

    /// <summary>Whether others can be obtained after the server has refused those at hand.</summary>
    protected virtual bool CanRenew => true;

    internal override async ValueTask<Credential> GetAsync(CancellationToken cancellationToken) =>
        Usable ?? await ObtainOnceAsync(null, cancellationToken).ConfigureAwait(false);

    internal override async ValueTask<Credential?> RenewAsync(Credential refused, CancellationToken cancellationToken) =>
        CanRenew ? await ObtainOnceAsync(refused, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Obtains credentials, and keeps them; never called twice at a time.</summary>
    protected abstract Task<Credential> ObtainAsync(CancellationToken cancellationToken);

    private async Task<Credential> ObtainOnceAsync(Credential? refused, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Usable is { } found && !ReferenceEquals(found, refused) ? found : await ObtainAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
