using System.Collections.Concurrent;

namespace PodTools.Kubernetes;

/// <summary>
/// Credentials of a plugin: its answer is kept until it expires, as it says itself or as its certificate says, or until the
/// server refuses it.
/// </summary>
internal sealed class ExecCredentials(ExecPlugin plugin, TimeProvider clock) : RenewableCredentials
{
    private static readonly ConcurrentDictionary<string, ExecCredentials> OfThisProcess = new(StringComparer.Ordinal);

    private volatile ExecAnswer? _answer;

    protected override Credential? Usable =>
        _answer is { } answer && !((answer.Expires ?? answer.Credential.Certificate?.NotAfter) <= clock.GetUtcNow()) ? answer.Credential : null;

    /// <summary>The credentials of a plugin, the same ones for all contexts that describe it alike.</summary>
    internal static ExecCredentials Shared(ExecPlugin plugin) =>
        OfThisProcess.GetOrAdd(plugin.Fingerprint, _ => new ExecCredentials(plugin, TimeProvider.System));

    protected override async Task<Credential> ObtainAsync(CancellationToken cancellationToken)
    {
        var answer = await ExecRun.RunAsync(plugin, clock, cancellationToken).ConfigureAwait(false);
        _answer = answer;
        return answer.Credential;
    }
}
