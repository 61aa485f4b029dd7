namespace PodTools.Kubernetes;

/// <summary>Reads bodies, and notices those that break off or stand still.</summary>
internal static class AnswerBody
{
    private const int PieceSize = 64 * 1024;

    // The largest that is read as a whole is what a server publishes of its schema, a few megabytes.
    private const int LargestAnswer = 128 << 20;

    /// <summary>Reads a whole body. The token ends with the time of the request, so that only what stands still before that counts as lost.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAllAsync(
        this KubernetesConnection connection, HttpResponseMessage response, ApiRequest request, CancellationToken cancellationToken)
    {
        var stream = await connection.OpenBodyAsync(response, request, connection.Options.StallTimeout, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var whole = new MemoryStream((int)Math.Clamp(response.Content.Headers.ContentLength ?? 4096, 0, 1 << 20));
            var buffer = new byte[PieceSize];
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                whole.Write(buffer, 0, read);
                if (whole.Length > LargestAnswer)
                {
                    throw AnswerJson.Unreadable(request, connection.Server, new InvalidDataException($"It is larger than {LargestAnswer >> 20} MB."));
                }
            }

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
