using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Logs;

/// <summary>The log of a container as the API server gives it.</summary>
internal sealed class LogSource(KubernetesConnection connection, Pod pod, string container) : ILogSource
{
    private readonly PodClient _pods = new(connection);
    private readonly string _ns = pod.Namespace ?? "";
    private readonly string _name = pod.Name ?? "";

    public async Task<Stream> OpenAsync(LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var request = query.ToRequest(_ns, _name, container);
            var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);

            // A log that is followed may be silent for days; one that ends comes as fast as it is read.
            var patience = query.Follow ? Timeout.InfiniteTimeSpan : connection.Options.StallLimit;
            return await connection.OpenBodyAsync(response, request, patience, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException refused)
        {
            throw StreamFailure.ToOpen(refused);
        }
    }

    public async Task<ContainerLife?> LookAsync(CancellationToken cancellationToken)
    {
        // A pod of the same name that replaced ours is another one.
        var found = await _pods.FindAsync(_ns, _name, cancellationToken).ConfigureAwait(false);
        return found is not null && (pod.Metadata?.Uid is null || found.Metadata?.Uid == pod.Metadata.Uid) ? ContainerLife.Of(found, container) : null;
    }
}
