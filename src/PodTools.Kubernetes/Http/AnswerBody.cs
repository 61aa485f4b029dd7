namespace PodTools.Kubernetes;

/// <summary>Reads bodies, and notices those that break off or stand still.</summary>
internal static class AnswerBody
{
    /// <summary>Reads a whole body. The token ends with the time of the request, so that only what stands still before that counts as lost.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAllAsync(
        this KubernetesConnection connection, HttpResponseMessage response, ApiRequest request, CancellationToken cancellationToken)
    {
        var stream = await connection.OpenBodyAsync(response, request, connection.Options.StallTimeout, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var whole = new MemoryStream((int)Math.Clamp(response.Content.Headers.ContentLength ?? 4096, 0, 1 << 20));
            await stream.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
            return whole.GetBuffer().AsMemory(0, (int)whole.Length);
        }
    }

    /// <summary>Opens a body as a stream that fails with <see cref="KubernetesException"/> only.</summary>
    internal static async Task<WatchfulStream> OpenBodyAsync(
        this KubernetesConnection connection, HttpResponseMessage response, ApiRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new WatchfulStream(body, request, connection.Server, patience, connection.Options.TimeProvider);
    }
}
