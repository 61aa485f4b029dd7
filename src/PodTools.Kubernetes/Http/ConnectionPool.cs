namespace PodTools.Kubernetes;

/// <summary>
/// Open connections of one client certificate. Whoever sends a request over them holds them, and so does the one who hands
/// them out; they are closed when the last of these lets go. To close them under a request that is about to take one would
/// break it, although its server is well.
/// </summary>
internal sealed class ConnectionPool(HttpMessageHandler connections, ClientCertificate? certificate) : IDisposable
{
    private readonly HttpMessageInvoker _connections = new(connections);
    private int _holders = 1;

    internal ClientCertificate? Certificate { get; } = certificate;

    /// <summary>Holds the pool once more; only one who holds it already may.</summary>
    internal ConnectionPool Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Lets go; each holder does it once.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _connections.Dispose();
        }
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _connections.SendAsync(request, cancellationToken);
}
